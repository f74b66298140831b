import { beforeEach, describe, expect, test } from 'vitest'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

test('the last yes that the rule asks for reserves the ceilings', async () => {
  const id = await givenProposal(team, { principal: 8_000_00n, fees: 40_00n })

  expect(await approveBy(team.approver, id)).toEqual({ status: 'approved' })

  expect(await stateOf(id)).toBe('approved')
  expect(await free(team.fundId)).toBe(20_000_00n - 8_040_00n)
})

test('above the threshold two others must say yes', async () => {
  team = await givenTeam({
    fund: {
      approvalRules: [
        { fromCents: 0n, approvalsRequired: 1 },
        { fromCents: 5_000_00n, approvalsRequired: 2 },
      ],
    },
  })
  const id = await givenProposal(team, { principal: 5_000_00n })

  expect(await approveBy(team.approver, id)).toEqual({ status: 'awaiting_another_approval', missing: 1 })
  expect(await stateOf(id)).toBe('proposed')
  expect(await free(team.fundId)).toBe(20_000_00n)

  expect(await approveBy(team.treasurer, id)).toEqual({ status: 'approved' })
  expect(await free(team.fundId)).toBe(15_000_00n)
})

describe('refused in words', () => {
  test("one's own proposal", async () => {
    const both = await givenActor(team.fundId, ['intake', 'approver'])
    const id = await givenProposal({ ...team, intake: both })
    expect(await refusalOf(approveBy(both, id))).toMatchObject({ code: 'approver_is_not_proposer' })
  })

  test('the same person twice', async () => {
    team = await givenTeam({ fund: { approvalRules: [{ fromCents: 0n, approvalsRequired: 2 }] } })
    const id = await givenProposal(team)
    await approveBy(team.approver, id)
    expect(await refusalOf(approveBy(team.approver, id))).toMatchObject({ code: 'approvers_are_distinct' })
  })

  test('someone whose role may not', async () => {
    const id = await givenProposal(team)
    const auditor = await givenActor(team.fundId, ['auditor'])
    expect(await refusalOf(approveBy(auditor, id))).toMatchObject({ code: 'role_may_not' })
  })

  test("another fund's approver, who is told that there is nothing", async () => {
    const id = await givenProposal(team)
    const other = await givenTeam()
    expect(await refusalOf(approveBy(other.approver, id))).toMatchObject({ code: 'disbursement_unknown' })
  })

  test('what was decided before', async () => {
    const id = await givenProposal(team)
    await approveBy(team.approver, id)
    expect(await refusalOf(approveBy(team.treasurer, id))).toMatchObject({ code: 'disbursement_is_approved' })
  })

  test('what waited for more than 14 days', async () => {
    const fifteenDaysAgo = new Date(Date.now() - 15 * 24 * 60 * 60 * 1000)
    const id = await givenProposal(team, { occurredAt: fifteenDaysAgo })
    expect(await refusalOf(approveBy(team.approver, id))).toMatchObject({
      code: 'approval_comes_before_expiry',
    })
  })

  test('content that is no longer what was on the screen', async () => {
    const id = await givenProposal(team)
    const seen = await hashOf(id)
    const stepUpId = await givenStepUp(team.approver.id, `approve:${id}:${seen}`)
    await amendDisbursement({
      staff: team.intake,
      disbursementId: id,
      revision: 1,
      proposal: {
        kind: 'court_bail',
        purposeCode: 'court_bail',
        caseCode: await caseOf(id),
        principalCeiling: cents(9_000_00n),
        feesCeiling: cents(0n),
        payees: ['Larkspur County Clerk'],
        venue: 'Larkspur County Court',
        evidenceNote: '',
      },
    })
    const approval = approveDisbursement({
      staff: team.approver,
      disbursementId: id,
      contentHash: seen,
      stepUpId,
    })
    expect(await refusalOf(approval)).toMatchObject({ code: 'content_changed' })
  })

  test('more than is free to commit, with the figure, and nothing is kept of the attempt', async () => {
    const first = await givenProposal(team, { principal: 15_000_00n })
    const second = await givenProposal(team, { principal: 5_000_01n })
    await approveBy(team.approver, first)

    expect(await refusalOf(approveBy(team.approver, second))).toEqual({
      code: 'fund_never_overcommitted',
      params: { free: 5_000_00n, needed: 5_000_01n },
    })
    expect(await stateOf(second)).toBe('proposed')
    expect(await inSystem((tx) => tx.approval.count({ where: { disbursementId: second } }))).toBe(0)
  })

  test('the reserve floor is not free', async () => {
    team = await givenTeam({ bank: 3_000_00n, fund: { reserveFloorCents: 1_000_00n } })
    const id = await givenProposal(team, { principal: 2_000_01n })
    expect(await refusalOf(approveBy(team.approver, id))).toMatchObject({ params: { free: 2_000_00n } })
  })

  test('a proof that was made for another act', async () => {
    const id = await givenProposal(team)
    const other = await givenProposal(team)
    const contentHash = await hashOf(id)
    const stepUpId = await givenStepUp(team.approver.id, `approve:${other}:${await hashOf(other)}`)
    const approval = approveDisbursement({ staff: team.approver, disbursementId: id, contentHash, stepUpId })
    expect(await brokenRule(approval)).toBe('step_up_is_fresh_and_bound')
  })
})

describe('at once', () => {
  test('of 50 approvals of one disbursement one reserves', async () => {
    const id = await givenProposal(team)
    const approvers = await Promise.all(
      Array.from({ length: 50 }, () => givenActor(team.fundId, ['approver'])),
    )
    const outcomes = await Promise.allSettled(approvers.map((approver) => approveBy(approver, id)))

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await inSystem((tx) => tx.reservation.count({ where: { disbursementId: id } }))).toBe(1)
    expect(await inSystem((tx) => tx.approval.count({ where: { disbursementId: id } }))).toBe(1)
    expect(await free(team.fundId)).toBe(17_500_00n)
  })

  test('of two that together exceed what is free, one is refused with the figure', async () => {
    const ids = await Promise.all([
      givenProposal(team, { principal: 12_000_00n }),
      givenProposal(team, { principal: 12_000_00n }),
    ])
    const outcomes = await Promise.allSettled(ids.map((id) => approveBy(team.approver, id)))

    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.map(({ reason }) => ({ code: reason.code, params: reason.params }))).toEqual([
      { code: 'fund_never_overcommitted', params: { free: 8_000_00n, needed: 12_000_00n } },
    ])
    expect(await free(team.fundId)).toBe(8_000_00n)
  })
})

const inSystem = inTransaction.bind(null, { scope: { kind: 'system' } }) as <T>(
  work: Parameters<typeof inTransaction<T>>[1],
) => Promise<T>

const free = (fundId: string) => inSystem((tx) => freeToCommit(tx, fundId))

const stateOf = (id: string) =>
  inSystem(async (tx) => (await tx.disbursement.findUniqueOrThrow({ where: { id } })).state)

const caseOf = (id: string) =>
  inSystem(async (tx) => (await tx.disbursement.findUniqueOrThrow({ where: { id } })).caseCode)
