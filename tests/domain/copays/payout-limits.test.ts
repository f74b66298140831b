import { beforeEach, describe, expect, test } from 'vitest'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { waitingCopays } from '#app/domain/copays/waiting.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents } from '#app/domain/money/cents.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approvePayoutBy, caseOf, givenHeldPart, payPayoutBy } from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenLimits } from '#tests/support/given-limits.ts'
import { enterMove, move } from '#tests/support/given-move.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let caseCode: string
let agreementId: string
const propose = async (amount: bigint, staff = team.intake) =>
  (await proposePayout({ staff, agreementId, amount: cents(amount) })).payoutId

describe('a family’s money back, by the fund’s number of approvals', () => {
  beforeEach(async () => {
    team = await givenTeam({
      fund: {
        approvalRules: [
          { fromCents: 0n, approvalsRequired: 1 },
          { fromCents: 500_00n, approvalsRequired: 2 },
        ],
      },
    })
    caseCode = await caseOf(await givenProposal(team))
    agreementId = await givenHeldPart(team, { caseCode })
  })

  const wholePage = (staff: ActingStaff, roles: Role[]) => {
    const held = roles.map((role) => ({ fundId: team.fundId, role }))
    return agreementPage({ agreementId, staff: { ...staff, roles: held, language: 'en' } })
  }
  const pageFor = async (staff: ActingStaff, roles: Role[]) => (await wholePage(staff, roles))?.payouts[0]
  const waits = (staff: ActingStaff, roles: Role[]) =>
    inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) =>
      (await waitingCopays(tx, { staff, personIn: () => ({ id: staff.id, roles }) }))
        .map(({ act }) => act)
        .filter((act) => act !== 'propose_copay_payout'),
    )

  test('as many different people as the sum asks for say yes before it is paid', async () => {
    const second = await givenActor(team.fundId, ['approver'])
    const payoutId = await propose(500_00n)
    expect(await approvePayoutBy(team.approver, payoutId)).toEqual({ missing: 1 })
    expect(await refusalOf(approvePayoutBy(team.approver, payoutId))).toMatchObject({
      code: 'payout_approvers_are_distinct',
    })
    expect(await refusalOf(payPayoutBy(team.intake, payoutId))).toMatchObject({
      code: 'payout_step_not_possible',
    })
    expect(await pageFor(second, ['approver'])).toMatchObject({
      ...{ state: 'proposed', approvals: [{ by: 'approver' }], approvalsRequired: 2 },
      acts: { approve: null },
    })
    expect(await waits(team.approver, ['approver'])).toEqual([])
    expect(await waits(team.intake, ['intake'])).toEqual([])
    expect(await waits(second, ['approver'])).toEqual(['approve_copay_payout'])

    expect(await approvePayoutBy(second, payoutId)).toEqual({ missing: 0 })
    expect(await waits(team.intake, ['intake'])).toEqual(['pay_copay_payout'])
    expect(await refusalOf(approvePayoutBy(team.treasurer, payoutId))).toMatchObject({
      code: 'payout_step_not_possible',
    })
    await payPayoutBy(team.intake, payoutId)
    expect(await pageFor(team.intake, ['intake'])).toMatchObject({
      ...{ state: 'paid', approvals: [{ by: 'approver' }, { by: 'approver' }], approvalsRequired: null },
    })
    const record = await caseRecord({ caseCode, fundIds: [team.fundId], language: 'en' })
    expect(record?.moments.filter(({ code }) => code === 'payout_approved')).toHaveLength(2)
  })

  test('nobody who said yes pays, not the first of them either; a small sum asks for one', async () => {
    const payoutId = await propose(600_00n)
    await approvePayoutBy(team.treasurer, payoutId)
    await approvePayoutBy(team.approver, payoutId)
    expect(await refusalOf(payPayoutBy(team.treasurer, payoutId))).toMatchObject({
      code: 'payout_payer_is_not_approver',
    })
    expect(await approvePayoutBy(team.approver, await propose(400_00n))).toEqual({ missing: 0 })
  })

  test('what was paid out in cash, and drawn for a box, came out of the bank within the day; a check did not', async () => {
    for (const [amount, method] of [
      [400_00n, 'cash'],
      [300_00n, 'check'],
    ] as const) {
      const payoutId = await propose(amount)
      await approvePayoutBy(team.approver, payoutId)
      await payPayoutBy(team.intake, payoutId, method)
    }
    await move(team, 'cash_box', 50_00n)
    await enterMove(team, 'bank', 20_00n)
    expect((await wholePage(team.intake, ['intake']))?.drawnCents).toBe(450_00n)
  })
})

describe('a family’s money back, within the fund’s caps', () => {
  beforeEach(async () => {
    team = await givenTeam()
    caseCode = await caseOf(await givenProposal(team))
    agreementId = await givenHeldPart(team, { caseCode })
    const administrators = [
      await givenActor(team.fundId, ['administrator']),
      await givenActor(team.fundId, ['administrator']),
    ] as const
    await givenLimits([...administrators], team.fundId, { capCents: 600_00n, dailyCapCents: 800_00n })
  })

  test('at once, and within a day, together with all that leaves the fund; what is taken back does not count', async () => {
    expect(await refusalOf(approvePayoutBy(team.approver, await propose(600_01n)))).toEqual({
      code: 'disbursement_stays_within_cap',
      params: { cap: 600_00n, needed: 600_01n },
    })
    const first = await propose(300_00n)
    await approvePayoutBy(team.approver, first)
    const bail = await givenProposal(team, { principal: 500_01n })
    expect(await refusalOf(approveBy(team.approver, bail))).toEqual({
      code: 'fund_stays_within_daily_cap',
      params: { left: 500_00n, needed: 500_01n },
    })
    await withdrawPayout({ staff: team.intake, payoutId: first })
    await approveBy(team.approver, bail)
    expect(await refusalOf(approvePayoutBy(team.approver, await propose(300_00n)))).toEqual({
      code: 'fund_stays_within_daily_cap',
      params: { left: 299_99n, needed: 300_00n },
    })
  })
})

test('the books are in order after all of it', async () => {
  expect(await brokenBooks()).toEqual([])
})
