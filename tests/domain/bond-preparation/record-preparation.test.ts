import { beforeAll, describe, expect, test } from 'vitest'
import { waitingPreparations } from '#app/domain/bond-preparation/waiting.server.ts'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { back, givenAdvance, givenApproved, payFrom } from '#tests/support/given-advance.ts'
import { caseOf, givenHeldPart } from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import {
  givenPrepared,
  historyOf,
  prepare,
  prepareAll,
  stepsOf,
  waysTo,
} from '#tests/support/given-preparation.ts'
import { givenAlliance, givenSharedProposal, paySharedBy } from '#tests/support/given-shared-bond.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system: <T>(work: Parameters<typeof inTransaction<T>>[1]) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)
const days = (count: number) => new Date(Date.now() - count * 86_400_000)
const stateOf = (id: string) =>
  system(async (tx) => (await tx.disbursement.findUniqueOrThrow({ where: { id } })).state)

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})

describe('recording a step', () => {
  test('leads from drafted to cash out and back, and keeps who and how', async () => {
    for (const way of Object.values(waysTo.court_bail)) {
      const bail = await givenPrepared(team, way, { kind: 'court_bail' })
      expect(await stepsOf(bail)).toEqual(way.map((to) => [1, to, team.intake.id]))
    }
    const id = await givenPrepared(team, ['verification_sent'])
    const audit = await system((tx) =>
      tx.auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: 'desc' } }),
    )
    expect(audit[0]).toMatchObject({
      action: 'disbursement.prepared',
      actorId: team.intake.id,
      detail: { from: 'drafted', to: 'verification_sent', knownFrom: 'ice_notice' },
    })
  })

  test('verification is sent while it is proposed; what binds money waits', async () => {
    const id = await givenProposal(team, { kind: 'immigration_bond' })
    await prepareAll(team, id, ['verification_sent', 'verified'])
    expect((await refusalOf(prepare(team.intake, id, 'contract_signed'))).code).toBe(
      'preparation_waits_for_approval',
    )
    await approveBy(team.approver, id)
    await prepare(team.approver, id, 'contract_signed')
  })

  test('in its order of time, and nothing that lies ahead', async () => {
    const id = await givenProposal(team, { kind: 'immigration_bond', occurredAt: days(2) })
    const at = async (to: 'verification_sent' | 'verified' | 'contract_signed', occurredAt: Date) =>
      (await refusalOf(prepare(team.intake, id, to, { occurredAt }))).code
    expect(await at('verification_sent', days(3))).toBe('preparation_goes_forward')
    expect(await at('verification_sent', days(-1))).toBe('fact_lies_ahead')
    await prepare(team.intake, id, 'verification_sent', { occurredAt: days(1) })
    expect(await at('verified', days(2))).toBe('preparation_goes_forward')
    await prepare(team.intake, id, 'verified', { occurredAt: days(0.9) })
    await approveBy(team.approver, id)
    expect(await at('contract_signed', days(0.5))).toBe('preparation_before_approval')
  })

  test('by a role that follows bonds in its fund; who was refused is kept', async () => {
    const id = await givenPrepared(team)
    const auditor = await givenActor(team.fundId, ['auditor'])
    const poster = await givenActor(team.fundId, ['poster'])
    const stranger = await givenActor((await givenTeam()).fundId, ['intake'])
    const codes: string[] = []
    for (const staff of [auditor, poster, stranger])
      codes.push((await refusalOf(prepare(staff, id, 'verification_sent'))).code)
    expect(codes).toEqual(['role_may_not', 'role_may_not', 'disbursement_unknown'])
    const refused = await system((tx) =>
      tx.auditEvent.count({ where: { subjectId: id, action: 'disbursement.prepared', outcome: 'refused' } }),
    )
    expect(refused).toBe(3)
  })

  test('of a bond, and of nothing else', async () => {
    const id = await givenProposal(team, { kind: 'support', principal: 40_00n })
    expect((await refusalOf(prepare(team.intake, id, 'cash_out'))).code).toBe('only_a_bond_is_prepared')
  })

  test('fifty send the same step at once: one is kept', async () => {
    const id = await givenPrepared(team)
    const sent = await Promise.allSettled(
      Array.from({ length: 50 }, () => prepare(team.intake, id, 'verification_sent')),
    )
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = sent.flatMap((each) =>
      each.status === 'rejected' ? (each.reason as { code: string }).code : [],
    )
    expect([...new Set(codes)]).toEqual(['preparation_step_not_possible'])
    expect(await stepsOf(id)).toHaveLength(1)
  })
})

describe('a changed amount', () => {
  test('is named, and nothing else names one', async () => {
    const id = await givenPrepared(team, ['verification_sent'])
    expect((await refusalOf(prepare(team.intake, id, 'amount_changed'))).code).toBe('changed_amount_is_named')
    expect((await refusalOf(prepare(team.intake, id, 'verified', { amount: 1n }))).code).toBe(
      'only_a_changed_amount_is_named',
    )
  })

  test('above what was approved is a new approval, at it or below the contract is signed', async () => {
    const above = await givenPrepared(team, ['verification_sent'])
    await prepare(team.intake, above, 'amount_changed', { amount: 2_500_01n })
    expect(await refusalOf(prepare(team.intake, above, 'contract_signed'))).toEqual({
      code: 'changed_amount_needs_a_new_approval',
      params: { amount: 2_500_01n, ceiling: 2_500_00n },
    })
    // What is held of the family's money goes into the bond beside the fund's own.
    await givenHeldPart(team, { caseCode: await caseOf(above), amount: 1_00n })
    await prepare(team.intake, above, 'contract_signed')

    const within = await givenPrepared(team, ['verification_sent'])
    await prepare(team.intake, within, 'amount_changed', { amount: 2_500_00n })
    await prepare(team.intake, within, 'contract_signed')
  })
})

describe('posting', () => {
  test('is refused where the steps do not allow it, and begins the bond where they do', async () => {
    for (const [state, way] of Object.entries(waysTo.immigration_bond)) {
      const id = await givenPrepared(team, way)
      expect((await stepsOf(id)).map(([, to]) => to)).toEqual(way)
      if (['verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned'].includes(state)) {
        expect([state, (await refusalOf(payBy(team.intake, id))).code]).toEqual([
          state,
          'preparation_does_not_allow_posting',
        ])
        continue
      }
      const { bondId } = await payBy(team.intake, id)
      const history = (await historyOf(bondId ?? '')).map(([from, to]) => `${from} ${to}`)
      // A try that came back is over, and what nobody prepared begins at posted.
      const begun = ['drafted', 'returned_unposted'].includes(state)
      expect([state, history]).toEqual([
        state,
        begun
          ? ['null posted']
          : [
              'drafted verification_sent',
              'verification_sent verified',
              'verified contract_signed',
              'contract_signed wire_sent',
              'wire_sent posted',
            ],
      ])
    }
  })

  test('keeps each step’s own person and time before the payer’s, and is not before the last of them', async () => {
    const id = await givenPrepared(team, [], { occurredAt: days(2) })
    await prepare(team.treasurer, id, 'verification_sent', { occurredAt: days(1.5), knownFrom: 'lawyer' })
    await prepare(team.approver, id, 'verified', { occurredAt: days(1) })
    expect((await refusalOf(payBy(team.intake, id, { occurredAt: days(1.2) }))).code).toBe(
      'posting_comes_after_its_preparation',
    )
    const { bondId } = await payBy(team.intake, id, { occurredAt: days(0.5) })
    const rows = await system((tx) =>
      tx.bondStateChange.findMany({ where: { bondId: bondId ?? '' }, orderBy: { id: 'asc' } }),
    )
    const hoursAgo = (at: Date) => Math.round((Date.now() - at.getTime()) / 3_600_000)
    expect(rows.map((row) => [row.toState, row.changedBy, hoursAgo(row.occurredAt), row.reason])).toEqual([
      ['verification_sent', team.treasurer.id, 36, 'lawyer'],
      ['verified', team.approver.id, 24, 'ice_notice'],
      ['contract_signed', team.intake.id, 12, ''],
      ['wire_sent', team.intake.id, 12, ''],
      ['posted', team.intake.id, 12, ''],
    ])
    expect((await refusalOf(prepare(team.intake, id, 'wire_sent'))).code).toBe('disbursement_is_paid')
  })
})

describe('money under way', () => {
  test('is neither cancelled nor let go by time; a wire that came back is', async () => {
    const id = await givenPrepared(team, waysTo.immigration_bond.wire_sent, { occurredAt: days(40) })
    const cancel = () =>
      cancelDisbursement({ staff: team.intake, disbursementId: id, reason: 'could_not_post' })
    expect((await refusalOf(cancel())).code).toBe('money_is_under_way')
    await expireDisbursements()
    expect(await stateOf(id)).toBe('approved')
    await prepare(team.intake, id, 'wire_returned')
    await expireDisbursements()
    expect(await stateOf(id)).toBe('expired')

    // The receipt may come after the approval would have ended: the money had left before.
    const late = await givenPrepared(team, waysTo.immigration_bond.wire_sent, { occurredAt: days(40) })
    await payBy(team.intake, late)
  })

  test('cash that is signed out is out by its own record, and a new try begins where it came back', async () => {
    const { intake, approver } = team
    const id = await givenApproved(team)
    const other = await givenPrepared(team)
    const first = await givenAdvance(team, { for: [id, other], amount: 5_000_00n })
    expect((await refusalOf(prepare(intake, id, 'returned_unposted'))).code).toBe('cash_is_out_for_it')
    await recordAttempt({ staff: intake, advanceId: first, disbursementId: id, reason: 'office_closed' })
    await back(team, first, 5_000_00n)
    const second = await givenAdvance(team, { for: [id] })
    // All of it counted back without a word of the poster's: nothing was posted with it.
    await back(team, second, 2_500_00n)
    const third = await givenAdvance(team, { for: [id] })
    expect(await stepsOf(id)).toEqual([
      [1, 'cash_out', approver.id],
      [1, 'returned_unposted', intake.id],
      [2, 'cash_out', approver.id],
      // It is back with the second signature.
      [2, 'returned_unposted', approver.id],
      [3, 'cash_out', approver.id],
    ])
    // ICE takes no cash from a poster's hands: what ICE says is recorded by people.
    expect(await stepsOf(other)).toEqual([])
    const { bondId } = await payFrom(intake, third, id)
    expect(await historyOf(bondId ?? '')).toEqual([
      ['drafted', 'cash_out', approver.id],
      ['cash_out', 'posted', intake.id],
    ])
  })
})

test('a bond that funds share is prepared in all of its parts, or in none', async () => {
  const alliance = await givenAlliance()
  const shared = await givenSharedProposal(alliance, { kind: 'immigration_bond' })
  const [mine = '', theirs = ''] = shared.disbursementIds
  const half = await givenActor(alliance.fundIds[0], ['intake'])
  expect((await refusalOf(prepare(half, mine, 'verification_sent'))).code).toBe(
    'shared_bond_needs_every_fund',
  )
  await prepare(alliance.intake, mine, 'verification_sent')
  expect(await stepsOf(theirs)).toEqual([[1, 'verification_sent', alliance.intake.id]])

  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  const pay = () => paySharedBy(alliance.intake, shared, { principal: 5_000_00n })
  expect((await refusalOf(pay())).code).toBe('preparation_does_not_allow_posting')
  await prepare(alliance.intake, theirs, 'amount_changed', { amount: 4_000_00n })
  await prepare(alliance.intake, theirs, 'contract_signed')
  const { bondIds } = await paySharedBy(alliance.intake, shared, { principal: 4_000_00n })
  const histories = await Promise.all(bondIds.map(historyOf))
  expect(histories.map((history) => history.length)).toEqual([5, 5])
})

test('what has no answer waits for someone who follows bonds', async () => {
  const few = await givenTeam({ bank: 90_000_00n })
  const made: Record<string, string> = {}
  const ours = ['verified', 'refused', 'amount_changed', 'wire_returned']
  for (const state of ['verification_sent', 'stayed', 'wire_sent', ...ours])
    made[state] = await givenPrepared(few, waysTo.immigration_bond[state], { occurredAt: days(8) })
  made.cash_out = await givenPrepared(few, ['cash_out'], { kind: 'court_bail', occurredAt: days(8) })
  for (const state of ['verification_sent', 'stayed', 'wire_sent'])
    await givenPrepared(few, waysTo.immigration_bond[state], { occurredAt: days(0.5) })
  const waitingFor = (role: 'intake' | 'auditor') =>
    system((tx) =>
      waitingPreparations(tx, { staff: few.intake, personIn: () => ({ id: few.intake.id, roles: [role] }) }),
    )
  const found = await waitingFor('intake')
  expect(found.map(({ act, to }) => [act, to]).toSorted()).toEqual(
    ['cash_out', 'stayed', 'verification_sent', 'wire_sent', ...ours]
      .toSorted()
      .map((state) => [`prepare_${state}`, `/admin/disbursements/${made[state]}`]),
  )
  expect(found[0]).toMatchObject({ fundId: few.fundId, amountCents: 2_500_00n })
  expect(found.map(({ dueAt }) => dueAt !== null && dueAt < new Date())).toEqual(Array(8).fill(true))
  expect(await waitingFor('auditor')).toEqual([])
  // What ICE answered is ours to go on with at once; what it was asked is waited for.
  const fresh = await givenPrepared(few, waysTo.immigration_bond.refused, { occurredAt: days(0.1) })
  expect((await waitingFor('intake')).map(({ to }) => to)).toContain(`/admin/disbursements/${fresh}`)
  expect(await brokenBooks()).toEqual([])
})
