import { beforeEach, describe, expect, test } from 'vitest'
import { askReversal } from '#app/domain/copays/ask-reversal.server.ts'
import { confirmReversal } from '#app/domain/copays/confirm-reversal.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { waitingCopays } from '#app/domain/copays/waiting.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import { withdrawReversal } from '#app/domain/copays/withdraw-reversal.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { caseOf, givenAgreement, givenPaidOut, payWith, receiveBy } from '#tests/support/given-copay.ts'
import { inDays } from '#tests/support/given-dates.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { today } from '#tests/support/given-remittance.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let disbursementId: string
let caseCode: string
let agreementId: string
beforeEach(async () => {
  team = await givenTeam({ bank: 10_000_00n })
  disbursementId = await givenProposal(team, { principal: 4_000_00n })
  caseCode = await caseOf(disbursementId)
  agreementId = await givenAgreement(team, { caseCode, amount: 1_000_00n })
})

/** The stories share one ledger: each reads the rows of its own fund. */
const rows = async () => (await ledgerTable(world)).split('\n').slice(1)
async function added(story: () => Promise<unknown>): Promise<string> {
  const before = (await rows()).length
  await story()
  return (await rows())
    .slice(before)
    .map((row) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  '))
    .join('\n')
}

const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))
const pageOf = async (staff: ActingStaff = team.intake, roles: Role[] = ['intake']) => {
  const page = await agreementPage({
    agreementId,
    staff: { ...staff, roles: roles.map((role) => ({ fundId: team.fundId, role })), language: 'en' },
  })
  if (!page) throw new Error('theirs to see')
  return page
}
const receiptOf = async (reference: string) => {
  const receipt = (await pageOf()).receipts.find((one) => one.reference === reference && !one.takenBackOn)
  if (!receipt) throw new Error('it was received')
  return receipt.id
}
const ask = async (
  reference: string,
  of: { staff?: ActingStaff; reason?: 'check_returned' | 'entered_wrong'; happenedOn?: string } = {},
) =>
  askReversal({
    staff: of.staff ?? team.intake,
    receiptId: await receiptOf(reference),
    reason: of.reason ?? 'check_returned',
    happenedOn: of.happenedOn ?? today(),
  })
const confirm = async (reversalId: string, staff = team.approver) =>
  confirmReversal({
    ...{ staff, reversalId },
    stepUpId: await givenStepUp(staff.id, `copay-take-back:${reversalId}`),
  })

test('a check bounces and comes again: the receipt is undone by its own transfer, and the ledger says the rest', async () => {
  const story = async () => {
    await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
    const { reversalId } = await ask('Check 12')
    await confirm(reversalId)
    await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
    await receiveBy(team.treasurer, agreementId, 40_00n, 'Check 13')
    const wrong = await ask('Check 13', { reason: 'entered_wrong' })
    await confirm(wrong.reversalId)
    await receiveBy(team.treasurer, agreementId, 400_00n, 'Check 13')
    await approveBy(team.approver, disbursementId)
    await payWith(team.intake, disbursementId, {
      principal: 3_000_00n,
      family: { agreementId, amount: cents(1_000_00n) },
    })
  }
  expect(await added(story)).toMatchInlineSnapshot(`
    "copay_received  bank  copay_held  $600.00
    reversal  copay_held  bank  $600.00
    copay_received  bank  copay_held  $600.00
    copay_received  bank  copay_held  $40.00
    reversal  copay_held  bank  $40.00
    copay_received  bank  copay_held  $400.00
    bond_posted  bond_deposit  bank  $4,000.00
    copay_posted  copay_held  copay_posted  $1,000.00"
  `)
  expect(await brokenBooks()).toEqual([])
})

test('the page, the paper, the case and what is free say that it was taken back, and on which day', async () => {
  await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
  expect(await pageOf()).toMatchObject({
    received: 600_00n,
    held: 600_00n,
    unclaimed: 600_00n,
    open: 400_00n,
  })
  const { reversalId } = await ask('Check 12')
  expect(await pageOf()).toMatchObject({ received: 600_00n, held: 600_00n, unclaimed: 0n })
  await confirm(reversalId)
  expect(await pageOf()).toMatchObject({
    ...{ received: 0n, held: 0n, unclaimed: 0n, open: 1_000_00n },
    receipts: [
      {
        ...{ amount: 600_00n, takenBackOn: new Date(today()), takenBackFor: 'check_returned' },
        reversals: [{ reason: 'check_returned', decision: { kind: 'confirmed' } }],
        ask: { code: 'receipt_is_taken_back_once' },
      },
    ],
    acts: { receive: { code: 'receiver_is_not_witness' } },
  })
  expect(await free()).toBe(10_000_00n)

  const record = await caseRecord({ caseCode, fundIds: [team.fundId], language: 'en' })
  expect(record?.moments.map(({ kind, code, amountCents }) => `${kind} ${code} ${amountCents}`)).toEqual(
    expect.arrayContaining(['family taking_back_asked 60000', 'family taken_back 60000']),
  )
  expect(record?.transfers.map(({ code }) => code)).toEqual(['copay_received', 'reversal'])
})

describe('what is refused', () => {
  test('alone, twice, by a stranger to it, before it came, or on a day that lies ahead', async () => {
    await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
    expect(await refusalOf(ask('Check 12', { staff: team.approver }))).toMatchObject({ code: 'role_may_not' })
    for (const happenedOn of [inDays(-3), inDays(1)]) {
      expect(await refusalOf(ask('Check 12', { happenedOn }))).toMatchObject({
        code: 'taking_back_follows_its_receipt',
      })
    }
    const { reversalId } = await ask('Check 12')
    expect(await refusalOf(ask('Check 12'))).toMatchObject({ code: 'receipt_is_taken_back_once' })
    expect(await refusalOf(confirm(reversalId, team.intake))).toMatchObject({
      code: 'taking_back_is_confirmed_by_another',
    })
    const colleague = await givenActor(team.fundId, ['intake'])
    expect(await refusalOf(confirm(reversalId, colleague))).toMatchObject({ code: 'role_may_not' })
    expect(await refusalOf(withdrawReversal({ staff: colleague, reversalId }))).toMatchObject({
      code: 'taking_back_is_withdrawn_by_its_people',
    })
    await withdrawReversal({ staff: team.approver, reversalId })
    expect(await refusalOf(confirm(reversalId))).toMatchObject({ code: 'taking_back_is_decided_once' })
    expect(await pageOf()).toMatchObject({ held: 600_00n, unclaimed: 600_00n })
    const again = await ask('Check 12')
    await withdrawReversal({ staff: team.intake, reversalId: again.reversalId })
  })

  test('what was posted, paid out or promised since; and what is asked for is promised to nobody else', async () => {
    await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
    await receiveBy(team.treasurer, agreementId, 400_00n, 'Check 13')
    const { payoutId } = await proposePayout({ staff: team.intake, agreementId, amount: cents(500_00n) })
    expect(await refusalOf(ask('Check 12'))).toMatchObject({
      ...{ code: 'taken_back_is_still_held', params: { held: 500_00n } },
    })
    await withdrawPayout({ staff: team.intake, payoutId })
    const { reversalId } = await ask('Check 12')
    expect(
      await refusalOf(proposePayout({ staff: team.intake, agreementId, amount: cents(400_01n) })),
    ).toMatchObject({ params: { held: 400_00n } })
    await approveBy(team.approver, disbursementId)
    const post = (amount: bigint) =>
      payWith(team.intake, disbursementId, {
        principal: 3_000_00n,
        family: { agreementId, amount: cents(amount) },
      })
    expect(await refusalOf(post(400_01n))).toMatchObject({ code: 'family_part_exceeds_what_is_held' })
    await withdrawReversal({ staff: team.intake, reversalId })
    await post(900_00n)
    expect(await refusalOf(ask('Check 13'))).toMatchObject({ params: { held: 100_00n } })
    expect(await pageOf()).toMatchObject({
      receipts: [
        { ask: { code: 'taken_back_is_still_held' } },
        { ask: { code: 'taken_back_is_still_held' } },
      ],
    })
    await givenPaidOut(team, agreementId, 100_00n)
    expect(await brokenBooks()).toEqual([])
  })
})

test('it waits for the second person, and for nobody who asked', async () => {
  await receiveBy(team.treasurer, agreementId, 600_00n, 'Check 12')
  await ask('Check 12')
  const waits = (staff: ActingStaff, roles: Role[]) =>
    inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) =>
      (await waitingCopays(tx, { staff, personIn: () => ({ id: staff.id, roles }) })).filter(
        (one) => one.caseCode === caseCode,
      ),
    )
  expect(await waits(team.approver, ['approver'])).toMatchObject([
    { act: 'confirm_copay_reversal', to: `/admin/copays/${agreementId}`, amountCents: 600_00n, caseCode },
  ])
  expect(await waits(team.intake, ['intake', 'approver'])).toEqual([])
  expect(await waits(team.treasurer, ['treasurer'])).toEqual([])
})
