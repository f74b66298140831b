import { beforeEach, describe, expect, test } from 'vitest'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { paymentMethods } from '#app/domain/disbursements/disbursement.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { freeToCommit, fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const
const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000)

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

test('paid below the ceilings: the exact figures are booked, the rest is free again, the bond begins', async () => {
  const id = await givenProposal(team, { principal: 2_500_00n, fees: 50_00n })
  await approveBy(team.approver, id)
  const { bondId } = await payBy(team.intake, id, { principal: 2_000_00n, fees: 20_00n })

  expect(await read(id)).toMatchObject({
    state: 'paid',
    bond: { id: bondId, state: 'posted', principalCents: 2_000_00n },
    reservation: {
      held: false,
      reservationResolution: { kind: 'spent', spentCents: 2_020_00n, releasedCents: 530_00n },
    },
  })
  expect(await balances()).toMatchObject({ bank: 17_980_00n, bond_deposit: 2_000_00n, bond_fees: 20_00n })
  expect(await free()).toBe(17_980_00n)
})

test.each(paymentMethods)('bail paid by %s is kept as it was paid', async (method) => {
  const id = await givenProposal(team, { principal: 500_00n })
  await approveBy(team.approver, id)
  await payBy(team.intake, id, { principal: 500_00n, method })
  expect(await read(id)).toMatchObject({ disbursementPayment: { method }, bond: { state: 'posted' } })
  expect(await balances()).toMatchObject({ bank: 19_500_00n, bond_deposit: 500_00n })
})

test('support is spent from its own account and is done when it is paid', async () => {
  const id = await givenProposal(team, { kind: 'support', principal: 60_00n, payees: ['Larkspur Taxi'] })
  await approveBy(team.approver, id)
  expect(await payBy(team.intake, id, { principal: 55_00n, payee: 'Larkspur Taxi' })).toMatchObject({
    bondId: null,
  })
  expect(await read(id)).toMatchObject({ state: 'settled' })
  expect(await balances()).toMatchObject({ bank: 19_945_00n, support: 55_00n })
})

describe('refused in words', () => {
  let id: string
  beforeEach(async () => {
    id = await givenProposal(team, { principal: 2_500_00n, fees: 50_00n })
    await approveBy(team.approver, id)
  })

  test('by one who approved', async () => {
    const both = await givenActor(team.fundId, ['approver', 'treasurer'])
    const other = await givenProposal(team)
    await approveBy(both, other)
    expect(await refusalOf(payBy(both, other))).toMatchObject({ code: 'payer_is_not_approver' })
  })

  test('by a role that may not', async () => {
    const admin = await givenActor(team.fundId, ['administrator'])
    expect(await refusalOf(payBy(admin, id))).toMatchObject({ code: 'role_may_not' })
  })

  test('before it is approved', async () => {
    expect(await refusalOf(payBy(team.intake, await givenProposal(team)))).toMatchObject({
      code: 'disbursement_is_proposed',
    })
  })

  test('above either ceiling', async () => {
    expect(await refusalOf(payBy(team.intake, id, { principal: 2_500_01n }))).toEqual({
      code: 'principal_above_ceiling',
      params: { ceiling: 2_500_00n },
    })
    expect(await refusalOf(payBy(team.intake, id, { fees: 50_01n }))).toMatchObject({
      code: 'fees_above_ceiling',
    })
  })

  test('to someone who was not approved', async () => {
    expect(await refusalOf(payBy(team.intake, id, { payee: 'A Cousin' }))).toMatchObject({
      code: 'payee_not_approved',
    })
  })

  test('in the future, and before its approval', async () => {
    expect(await refusalOf(payBy(team.intake, id, { occurredAt: days(1) }))).toMatchObject({
      code: 'fact_lies_ahead',
    })
    expect(await refusalOf(payBy(team.intake, id, { occurredAt: days(-1) }))).toMatchObject({
      code: 'payment_before_approval',
    })
  })

  test('a second time', async () => {
    await payBy(team.intake, id)
    expect(await refusalOf(payBy(team.intake, id))).toMatchObject({ code: 'disbursement_is_paid' })
  })
})

test('of 50 payments at once one is made', async () => {
  const id = await givenProposal(team)
  await approveBy(team.approver, id)
  const payers = await Promise.all(Array.from({ length: 50 }, () => givenActor(team.fundId, ['treasurer'])))
  const outcomes = await Promise.allSettled(payers.map((payer) => payBy(payer, id)))

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await balances()).toMatchObject({ bank: 17_500_00n, bond_deposit: 2_500_00n })
})

test('a payment and a cancellation at once: one of them, whole', async () => {
  const id = await givenProposal(team)
  await approveBy(team.approver, id)
  const outcomes = await Promise.allSettled([
    payBy(team.intake, id),
    cancelDisbursement({ staff: team.intake, disbursementId: id, reason: 'no_longer_needed' }),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const paid = (await read(id)).state === 'paid'
  expect((await balances()).bank).toBe(paid ? 17_500_00n : 20_000_00n)
  expect(await free()).toBe(paid ? 17_500_00n : 20_000_00n)
})

describe('ending without cash', () => {
  test('cancelling gives back what was reserved; only the proposer or an administrator may', async () => {
    const id = await givenProposal(team)
    await approveBy(team.approver, id)
    const cancel = (staff: Team['intake']) =>
      cancelDisbursement({ staff, disbursementId: id, reason: 'released_otherwise' })
    expect(await refusalOf(cancel(team.treasurer))).toMatchObject({
      code: 'cancelled_by_proposer_or_administrator',
    })

    await cancel(await givenActor(team.fundId, ['administrator']))
    expect(await read(id)).toMatchObject({ state: 'cancelled', reservation: { held: false } })
    expect(await free()).toBe(20_000_00n)
  })

  test('nothing is cancelled or expires once cash is out', async () => {
    const id = await givenProposal(team, { occurredAt: days(-20) })
    await approveBy(team.approver, id, days(-20))
    await payBy(team.intake, id, { occurredAt: days(-20) })
    const cancel = cancelDisbursement({ staff: team.intake, disbursementId: id, reason: 'entered_wrongly' })
    expect(await refusalOf(cancel)).toMatchObject({ code: 'disbursement_is_paid' })
    await expireDisbursements()
    expect(await read(id)).toMatchObject({ state: 'paid' })
  })

  test('what waited for 14 days ends by itself, once, and frees its money', async () => {
    // What was approved stands until noon of the next working day, which may be after a long weekend.
    const proposed = await givenProposal(team, { occurredAt: days(-20) })
    const approved = await givenProposal(team, { occurredAt: days(-20) })
    const fresh = await givenProposal(team)
    await approveBy(team.approver, approved, days(-19))
    expect(await free()).toBe(17_500_00n)

    await Promise.all([expireDisbursements(), expireDisbursements()])
    expect(await read(proposed)).toMatchObject({ state: 'expired' })
    expect(await read(approved)).toMatchObject({
      state: 'expired',
      reservation: { held: false, reservationResolution: { kind: 'expired' } },
    })
    expect(await read(fresh)).toMatchObject({ state: 'proposed' })
    expect(await free()).toBe(20_000_00n)
  })

  test('a no is final and keeps its reason; nobody says no to their own', async () => {
    const id = await givenProposal(team)
    const admin = await givenActor(team.fundId, ['administrator'])
    const own = await givenProposal({ ...team, intake: admin })
    const reject = (disbursementId: string) =>
      rejectDisbursement({ staff: admin, disbursementId, reason: 'evidence_missing' })
    expect(await refusalOf(reject(own))).toMatchObject({ code: 'own_proposal_is_cancelled' })

    await reject(id)
    expect((await read(id)).disbursementStateChanges.at(-1)).toMatchObject({
      toState: 'rejected',
      reason: 'evidence_missing',
      changedBy: admin.id,
    })
    expect(await refusalOf(approveBy(team.approver, id))).toMatchObject({ code: 'disbursement_is_rejected' })
  })
})

const read = (id: string) =>
  inTransaction(system, (tx) =>
    tx.disbursement.findUniqueOrThrow({
      where: { id },
      include: {
        bond: true,
        disbursementPayment: { select: { method: true } },
        reservation: { include: { reservationResolution: true } },
        disbursementStateChanges: { orderBy: { id: 'asc' } },
      },
    }),
  )

const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const free = () => inTransaction(system, (tx) => freeToCommit(tx, team.fundId))
