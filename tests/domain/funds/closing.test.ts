import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { decideClosing } from '#app/domain/funds/closing/decide-closing.server.ts'
import { proposeClosing } from '#app/domain/funds/closing/propose-closing.server.ts'
import { controlPage } from '#app/domain/funds/control-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { confirmClosingBy, givenClosing, proposeClosingBy } from '#tests/support/given-closing.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenIntent } from '#tests/support/given-intent.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let fundId: string
let ada: ActingStaff
let ben: ActingStaff
beforeEach(async () => {
  fundId = await givenFund()
  ada = await givenActor(fundId, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
})

const stateNow = async () => (await db().fund.findUniqueOrThrow({ where: { id: fundId } })).state
const closingOf = async () =>
  (await controlPage({ fundId, fundIds: [fundId], language: 'en' }))?.closing ?? null

const inSystem = { scope: { kind: 'system' } } as const

/** A monthly gift to the fund, as Stripe's events make it. Answers its id. */
async function givenMonthly(): Promise<string> {
  const intentId = await givenIntent({ parts: [{ fundId, giftCents: 20_00n }] })
  return inTransaction(inSystem, async (tx) => {
    const { id: donorId } = await tx.donor.create({
      data: { email: `${intentId}@donor.example`, name: 'Robin Example', language: 'en' },
    })
    const at = new Date()
    const { id } = await tx.recurringDonation.create({
      data: {
        ...{ intentId, donorId, stripeSubscriptionId: `sub_${intentId}`, state: 'active' },
        ...{ startedAt: at, seenAt: at },
      },
    })
    return id
  })
}

const end = (recurringDonationId: string) =>
  inTransaction(inSystem, (tx) =>
    tx.recurringDonationChange.create({
      data: {
        ...{ recurringDonationId, fromState: 'active', toState: 'cancelled' },
        ...{ cause: 'test', occurredAt: new Date() },
      },
    }),
  )

describe('closing a fund', () => {
  test('takes two administrators, each with a proof, and answers how the fund moved', async () => {
    const closingId = await proposeClosingBy(ada, fundId)
    expect(await stateNow()).toBe('open')
    expect(await closingOf()).toMatchObject({ next: 'closing', waits: { id: closingId, by: { id: ada.id } } })
    const waiting = async (staff: ActingStaff) => {
      const reader = { ...staff, roles: [{ fundId, role: 'administrator' as const }], language: 'en' }
      return (await waitingForMe({ staff: reader })).map(({ act }) => act)
    }
    expect([await waiting(ada), await waiting(ben)]).toEqual([[], ['confirm_closing']])

    expect(await refusalOf(confirmClosingBy(ada, fundId, closingId))).toMatchObject({
      code: 'closing_is_confirmed_by_another',
    })
    const unbound = await givenStepUp(ben.id, boundTo.confirmLimits(closingId))
    const confirm = { staff: ben, fundId, closingId, outcome: 'confirmed' as const, stepUpId: unbound }
    expect(await whyRefused(decideClosing(confirm))).toBe('step_up_is_fresh_and_bound')
    expect(await stateNow()).toBe('open')

    const moved = await confirmClosingBy(ben, fundId, closingId)
    const change = await db().fundStateChange.findFirstOrThrow({ where: { fundId, toState: 'closing' } })
    expect(moved).toEqual({ stateChangeId: change.id, fundId, from: 'open', to: 'closing' })
    expect(change).toMatchObject({ reason: 'board_decision', changedBy: ben.id, closingId })
    expect(await stateNow()).toBe('closing')
    expect(await refusalOf(confirmClosingBy(ben, fundId, closingId))).toMatchObject({
      code: 'closing_is_decided_once',
    })
    const audit = await db().auditEvent.findMany({
      where: { fundId, outcome: 'done', action: { startsWith: 'fund.closing' } },
      orderBy: { id: 'asc' },
    })
    const detail = { from: 'open', to: 'closing', reason: 'board_decision' }
    expect(audit.map((each) => [each.action, each.actorId, each.detail])).toEqual([
      ['fund.closing_proposed', ada.id, detail],
      ['fund.closing_confirmed', ben.id, detail],
    ])
    const mails = await inTransaction(inSystem, (tx) =>
      tx.mail.count({ where: { dedupeKey: { contains: closingId } } }),
    )
    expect(mails).toBe(4)
    expect(await brokenBooks()).toEqual([])
  })

  test('waits once, can be dropped by either, and is of no other role or fund', async () => {
    const first = await proposeClosingBy(ada, fundId)
    expect(await refusalOf(proposeClosingBy(ben, fundId))).toMatchObject({ code: 'closing_waits_once' })
    expect(await decideClosing({ staff: ada, fundId, closingId: first, outcome: 'withdrawn' })).toBeNull()
    expect(await stateNow()).toBe('open')
    const treasurer = await givenActor(fundId, ['treasurer', 'approver'])
    expect(await refusalOf(proposeClosingBy(treasurer, fundId))).toMatchObject({ code: 'role_may_not' })
    const elsewhere = await givenFund()
    const stranger = await givenActor(elsewhere, ['administrator'])
    expect(await refusalOf(proposeClosingBy(stranger, fundId))).toMatchObject({ code: 'role_may_not' })
    const second = await proposeClosingBy(ada, fundId)
    expect(await refusalOf(confirmClosingBy(treasurer, fundId, second))).toMatchObject({
      code: 'role_may_not',
    })
    expect(await refusalOf(confirmClosingBy(stranger, elsewhere, second))).toMatchObject({
      code: 'closing_unknown',
    })
  })

  test('of fifty confirmations at once one moves the fund', async () => {
    const closingId = await proposeClosingBy(ada, fundId)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => confirmClosingBy(ben, fundId, closingId)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db().fundStateChange.count({ where: { fundId, toState: 'closing' } })).toBe(1)
  })
})

describe('a closing fund', () => {
  test('goes back by two to where it stood, while no monthly gift has ended', async () => {
    await givenMonthly()
    await end(await givenMonthly())
    await changeFundState({ staff: ada, fundId, to: 'paused', reason: 'law_or_court' })
    await givenClosing([ada, ben], fundId)
    const alone = { staff: ada, fundId, to: 'paused', reason: 'board_decision' } as const
    expect(await refusalOf(changeFundState(alone))).toMatchObject({ code: 'fund_moves_along_the_table' })
    expect(await refusalOf(proposeClosingBy(ada, fundId, 'open'))).toMatchObject({
      code: 'fund_moves_along_the_table',
    })
    expect(await refusalOf(proposeClosingBy(ada, fundId))).toMatchObject({
      code: 'fund_moves_along_the_table',
    })
    expect(await closingOf()).toMatchObject({ next: 'paused', giftEnded: false })
    expect(await givenClosing([ben, ada], fundId, 'paused')).toMatchObject({ from: 'closing', to: 'paused' })
    expect(await stateNow()).toBe('paused')
    expect(await brokenBooks()).toEqual([])
  })

  test('does not go back once a monthly gift has ended, also not by what was proposed before', async () => {
    const gift = await givenMonthly()
    await givenClosing([ada, ben], fundId)
    const back = await proposeClosingBy(ada, fundId, 'open')
    await end(gift)
    expect(await closingOf()).toMatchObject({ next: null, giftEnded: true })
    expect(await refusalOf(confirmClosingBy(ben, fundId, back))).toMatchObject({
      code: 'closing_ended_gifts',
    })
    await decideClosing({ staff: ben, fundId, closingId: back, outcome: 'withdrawn' })
    const stepUpId = await givenStepUp(ada.id, 'x')
    const again = { staff: ada, fundId, to: 'open', reason: 'board_decision', stepUpId } as const
    expect(await refusalOf(proposeClosing(again))).toMatchObject({ code: 'closing_ended_gifts' })
    expect(await stateNow()).toBe('closing')
  })
})
