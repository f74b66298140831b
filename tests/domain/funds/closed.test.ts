import { expect, test } from 'vitest'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { decideClosing } from '#app/domain/funds/closing/decide-closing.server.ts'
import { controlPage } from '#app/domain/funds/control-page.server.ts'
import { listFunds } from '#app/domain/funds/list-funds.server.ts'
import { openFunds } from '#app/domain/funds/open-funds.server.ts'
import { intakeFund, saysHowToAsk } from '#app/domain/intake/intake-funds.server.ts'
import { setIntake } from '#app/domain/intake/set-intake.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { db } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenFund } from '#tests/support/given.ts'
import { confirmClosingBy, givenClosing, proposeClosingBy } from '#tests/support/given-closing.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { givenDueBond, givenForfeitedBond, recover } from '#tests/support/given-loss.ts'
import { close, enter, givenBatch } from '#tests/support/given-offline.ts'
import { givenIntake, givenRequest, walk } from '#tests/support/given-request.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

type Ended = Team & { ada: ActingStaff; ben: ActingStaff }

/** A fund with money and two administrators. */
async function given(bank: bigint, slug: string): Promise<Ended> {
  const team = await givenTeam({ bank, fund: { slug } })
  const { fundId } = team
  return {
    ...team,
    ada: await givenActor(fundId, ['administrator']),
    ben: await givenActor(fundId, ['administrator']),
  }
}

const closingOf = async ({ fundId }: Team) =>
  (await controlPage({ fundId, fundIds: [fundId], language: 'en' }))?.closing ?? null
const leftOf = async (team: Team) =>
  (await closingOf(team))?.left?.map(({ what, items, cents }) => [what, items, cents]) ?? null
const stateOf = async ({ fundId }: Team) =>
  (await db().fund.findUniqueOrThrow({ where: { id: fundId } })).state

/** A ride that takes the rest of what is in the bank. */
async function spend(team: Team, amount: bigint): Promise<void> {
  const id = await givenProposal(team, { kind: 'support', principal: amount, payees: ['Larkspur Cabs'] })
  await approveBy(team.approver, id)
  await payBy(team.intake, id, { principal: amount, payee: 'Larkspur Cabs' })
}

test('a fund comes to its end when nothing is left, takes nothing after it, and deals with what comes late', async () => {
  const team = await given(5_000_00n, 'ends')
  const { fundId, ada, ben, intake, approver } = team
  const both: [ActingStaff, ActingStaff] = [ada, ben]
  expect((await closingOf(team))?.left).toBeNull()
  expect(await refusalOf(proposeClosingBy(ada, fundId, 'closed'))).toMatchObject({
    code: 'fund_moves_along_the_table',
  })
  const bondId = await givenForfeitedBond(team, { principal: 4_000_00n })
  const due = await givenDueBond(team, { principal: 500_00n })
  await givenIntake({ fundId, administrator: ada })
  const pending = await givenIntent({ parts: [{ fundId, giftCents: 20_00n }] })
  await givenClosing(both, fundId)

  const waiting = await givenProposal(team, { kind: 'support', principal: 300_00n })
  const batchId = await givenBatch(intake, { total: 50_00n, pieces: 1 })
  await enter(intake, batchId, { amount: 50_00n, reference: '77' })
  const asked = await givenRequest(fundId)
  expect(await leftOf(team)).toEqual([
    ['gift_pending', 1, 20_00n],
    ['offline_batch', 1, 50_00n],
    ['request', 1, null],
    ['disbursement', 1, 300_00n],
    ['open_bond', 1, 500_00n],
    ['bank', 1, 500_00n],
    ['refund_due', 1, 500_00n],
  ])
  expect(await refusalOf(proposeClosingBy(ada, fundId, 'closed'))).toEqual({
    ...{ code: 'closed_fund_is_empty', params: { left: 7 } },
  })

  const back = { received: cents(500_00n), deductions: [], interest: zero, reference: 'Check 881' }
  await recordReturn({ staff: approver, bondId: due, ...back })
  await cancelDisbursement({ staff: intake, disbursementId: waiting, reason: 'no_longer_needed' })
  await close(team.treasurer, batchId)
  await db().checkoutSession.create({
    data: {
      ...{ id: `cs_${pending}`, intentId: pending, url: 'https://pay.example', state: 'expired' },
      expiresAt: new Date(),
    },
  })
  await walk(team, asked, 'withdrawn')
  await spend(team, 1_050_00n)
  expect(await leftOf(team)).toEqual([])

  const early = await proposeClosingBy(ada, fundId, 'closed')
  const late = await givenProposal(team, { kind: 'support', principal: 10_00n })
  expect(await refusalOf(confirmClosingBy(ben, fundId, early))).toMatchObject({
    code: 'closed_fund_is_empty',
  })
  await cancelDisbursement({ staff: intake, disbursementId: late, reason: 'no_longer_needed' })
  expect(await refusalOf(confirmClosingBy(ada, fundId, early))).toMatchObject({
    code: 'closing_is_confirmed_by_another',
  })
  expect(await fifty(() => confirmClosingBy(ben, fundId, early))).toBe(1)
  expect(await stateOf(team)).toBe('closed')
  expect(await db().fundStateChange.count({ where: { fundId, toState: 'closed' } })).toBe(1)
  expect(await closingOf(team)).toMatchObject({
    ...{ state: 'closed', next: 'closing', left: [], waits: null },
    decided: [{ kind: 'end' }, { kind: 'close' }],
  })

  // It stands where donors read, at the end, and nowhere where something can be begun.
  const other = await givenFund({ slug: 'other' })
  await givenIntake({ fundId: other, administrator: await givenActor(other, ['administrator']) })
  const listed = (await listFunds({ language: 'en' })).map(({ slug, state }) => `${slug} ${state}`)
  expect(listed).toEqual(['other open', 'ends closed'])
  expect((await openFunds({ language: 'en' })).map(({ slug }) => slug)).toEqual(['other'])
  expect(await intakeFund({ slug: 'ends', language: 'en' })).toMatchObject({ mode: 'off' })
  expect(await saysHowToAsk()).toBe(true)
  await expect(givenRequest(fundId)).rejects.toMatchObject({ code: 'intake_closed' })
  const settings = { fundId, mode: 'public_form', phone: '+1 555 0100', hours: '1-5 09:00-17:00' } as const
  expect(
    await whyRefused(
      setIntake({ staff: ada, intake: { ...settings, languages: ['en'], answerWithinDays: 2 } }),
    ),
  ).toBe('closed_fund_takes_nothing')
  expect(await whyRefused(givenProposal(team, { kind: 'support' }))).toBe('closed_fund_takes_nothing')
  const anew = await givenBatch(intake, { total: 50_00n, pieces: 1 })
  expect(await whyRefused(enter(intake, anew, { amount: 50_00n, reference: '78' }))).toBe(
    'closed_fund_takes_nothing',
  )
  for (const to of ['open', 'paused', 'full'] as const) {
    expect(await refusalOf(proposeClosingBy(ada, fundId, to))).toMatchObject({
      code: 'fund_moves_along_the_table',
    })
    const alone = { staff: ada, fundId, to, reason: 'board_decision' } as const
    expect(await refusalOf(changeFundState(alone))).toMatchObject({ code: 'fund_moves_along_the_table' })
  }

  // A court sends money after all: it is recorded, and two people take the fund up again to give it out.
  await recover(approver, bondId, { received: 600_00n })
  expect(await leftOf(team)).toEqual([['bank', 1, 600_00n]])
  expect(await whyRefused(givenProposal(team, { kind: 'support' }))).toBe('closed_fund_takes_nothing')
  const again = await proposeClosingBy(ben, fundId)
  expect(await closingOf(team)).toMatchObject({ waits: { id: again, kind: 'resume' } })
  await confirmClosingBy(ada, fundId, again)
  expect(await closingOf(team)).toMatchObject({ state: 'closing', next: null, giftEnded: false })
  for (const to of ['open', 'closing'] as const)
    expect(await refusalOf(proposeClosingBy(ada, fundId, to))).toMatchObject({
      code: 'fund_moves_along_the_table',
    })
  await spend(team, 600_00n)
  const dropped = await proposeClosingBy(ada, fundId, 'closed')
  await decideClosing({ staff: ben, fundId, closingId: dropped, outcome: 'withdrawn' })
  await givenClosing(both, fundId, 'closed')
  expect((await closingOf(team))?.decided.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    'end confirmed',
    'end withdrawn',
    'resume confirmed',
    'end confirmed',
    'close confirmed',
  ])
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code            debit         credit           amount
    opening         bank          opening       $5,000.00
    bond_posted     bond_deposit  bank          $4,000.00
    bond_forfeited  forfeited     bond_deposit  $4,000.00
    bond_posted     bond_deposit  bank            $500.00
    case_disposed   refund_due    bond_deposit    $500.00
    bond_returned   bank          refund_due      $500.00
    offline_gift    bank          gifts            $50.00
    support         support       bank          $1,050.00
    recovered       bank          recoveries      $600.00
    support         support       bank            $600.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
