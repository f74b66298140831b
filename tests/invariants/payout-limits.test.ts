import { beforeEach, describe, expect, test } from 'vitest'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { approvePayoutBy, caseOf, givenHeldPart } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenLimits } from '#tests/support/given-limits.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let agreementId: string
beforeEach(async () => {
  team = await givenTeam()
  const [ada, ben] = [
    await givenActor(team.fundId, ['administrator']),
    await givenActor(team.fundId, ['administrator']),
  ]
  await givenLimits([ada, ben], team.fundId, {
    steps: [
      { fromCents: 0n, approvals: 1 },
      { fromCents: 500_00n, approvals: 2 },
    ],
    ...{ capCents: 600_00n, dailyCapCents: 800_00n },
  })
  agreementId = await givenHeldPart(team, { caseCode: await caseOf(await givenProposal(team)) })
})
const proposed = async (amount: bigint) =>
  (await proposePayout({ staff: team.intake, agreementId, amount: cents(amount) })).payoutId

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const yes = async (payoutId: string, by: string, completes: boolean): Promise<Statement> => [
    `insert into copay_payout_approval (payout_id, approved_by, step_up_id, completes, occurred_at)
       values ($1, $2, $3, $4, now())`,
    [payoutId, by, await givenStepUp(by, `copay-approve:${payoutId}`), completes],
  ]

  test('payout_has_enough_approvals: one yes is not two, and none is missing where none is', async () => {
    const { approver, treasurer } = team
    const payoutId = await proposed(500_00n)
    expect(await broken(await yes(payoutId, approver.id, true))).toBe('payout_has_enough_approvals')
    const first = await yes(payoutId, approver.id, false)
    expect(await broken(first, await yes(payoutId, treasurer.id, false))).toBe('payout_has_enough_approvals')
    expect(await broken(first, await yes(payoutId, approver.id, false))).toBe('payout_approvers_are_distinct')
    expect(await broken(await yes(await proposed(499_99n), approver.id, false))).toBe(
      'payout_has_enough_approvals',
    )
    const pay: Statement = [
      `insert into copay_payout_payment (payout_id, paid_by, step_up_id, method, reference, occurred_at)
         values ($1, $2, $3, 'check', 'C', now())`,
      [payoutId, team.intake.id, await givenStepUp(team.intake.id, `copay-pay:${payoutId}`)],
    ]
    expect(await broken(first, pay)).toBe('payout_is_approved_before_it_is_paid')
  })

  test('payout_is_approved_once: when there are enough, nobody adds a yes', async () => {
    const payoutId = await proposed(100_00n)
    await approvePayoutBy(team.approver, payoutId)
    expect(await broken(await yes(payoutId, team.treasurer.id, true))).toBe('payout_is_approved_once')
  })

  test('what goes back to a family stays within the caps of its fund', async () => {
    const { approver, treasurer } = team
    const large = await proposed(600_01n)
    await approvePayoutBy(approver, large)
    expect(await broken(await yes(large, treasurer.id, true))).toBe('disbursement_stays_within_cap')
    agreementId = await givenHeldPart(team, { caseCode: await caseOf(await givenProposal(team)) })
    await approvePayoutBy(approver, await proposed(450_00n))
    expect(await broken(await yes(await proposed(350_01n), approver.id, true))).toBe(
      'fund_stays_within_daily_cap',
    )
    await run(url, [await yes(await proposed(150_00n), approver.id, true)])
  })
})
