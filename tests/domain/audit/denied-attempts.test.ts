import { beforeAll, expect, test } from 'vitest'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { grantRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

const refusedIn = (fundId: string, action: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.auditEvent.findMany({
      where: { fundId, action, outcome: 'refused' },
      orderBy: { id: 'asc' },
    })
    return rows.map(({ actorId, detail }) => ({ actorId, detail }))
  })

test('who was refused what, by which rule, is kept after the rollback, in the fund that it was aimed at', async () => {
  const { fundId, intake, approver } = team
  const own = await givenProposal({ ...team, intake: team.treasurer })
  await refusalOf(approveBy(team.treasurer, own))
  await refusalOf(approveBy(intake, own))
  expect(await refusedIn(fundId, 'disbursement.approved')).toEqual([
    { actorId: team.treasurer.id, detail: { reason: 'approver_is_not_proposer' } },
    { actorId: intake.id, detail: { reason: 'role_may_not' } },
  ])

  await approveBy(approver, own)
  await refusalOf(payBy(intake, own, { principal: 2_500_01n }))
  expect(await refusedIn(fundId, 'disbursement.paid')).toEqual([
    { actorId: intake.id, detail: { reason: 'principal_above_ceiling' } },
  ])

  const { bondId } = await givenPostedBond(team)
  const back = { bondId, received: cents(1n), deductions: [], interest: cents(0n), reference: 'Check 1' }
  await refusalOf(recordReturn({ staff: intake, ...back }))
  const stranger = await givenActor((await givenTeam()).fundId, ['treasurer'])
  await refusalOf(recordReturn({ staff: stranger, ...back }))
  expect(await refusedIn(fundId, 'bond.returned')).toEqual([
    { actorId: intake.id, detail: { reason: 'role_may_not' } },
    { actorId: stranger.id, detail: { reason: 'bond_unknown' } },
  ])

  await refusalOf(changeReserve({ staff: approver, fundId, to: cents(5n), reason: 'board_decision' }))
  expect(await refusedIn(fundId, 'fund.reserve_changed')).toHaveLength(1)
  const grant = {
    granterId: approver.id,
    staffId: intake.id,
    fundId,
    role: 'administrator',
    stepUpId: bondId,
  } as const
  await refusalOf(grantRole(grant))
  expect(await refusedIn(fundId, 'staff.role_granted')).toEqual([
    { actorId: approver.id, detail: { reason: 'not_your_fund_to_manage' } },
  ])
})

/** Near money or people: an act there that is refused leaves a record, because it is tried by `attempt`. */
const sources = import.meta.glob<string>(
  // Nobody is refused their own calendar.
  ['/app/domain/**/*.server.ts', '!/app/domain/calendar-feeds/**'],
  { query: '?raw', import: 'default', eager: true },
)

test('every act by staff near money or people is tried where a refusal is kept', () => {
  const verbs = Object.entries(sources).filter(([, text]) =>
    /recordAudit\(|tellAudit\(|\.create\(/.test(text),
  )
  expect(verbs.length).toBeGreaterThan(30)
  const elsewhere = verbs.filter(([, text]) =>
    /inTransaction\(\s*\{ scope: \{ kind: 'staff', fundIds: staff/.test(text),
  )
  expect(elsewhere.map(([file]) => file)).toEqual([])
})
