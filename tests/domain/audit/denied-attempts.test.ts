import { beforeAll, expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { decidePlaceEnding } from '#app/domain/fund-places/decide-place-ending.server.ts'
import { listPlaces } from '#app/domain/fund-places/list-places.server.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { removeRemittanceLine } from '#app/domain/remittances/remove-remittance-line.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
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
import { givenRemittance } from '#tests/support/given-remittance.ts'
import {
  givenActorIn,
  givenAlliance,
  givenSharedProposal,
  paySharedBy,
} from '#tests/support/given-shared-bond.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

const system = { scope: { kind: 'system' } } as const
const refusedIn = (fundId: string | null, action: string) =>
  inTransaction(system, async (tx) => {
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

  // What a form names need not be a fund: then it is kept in none.
  await refusalOf(grantRole({ ...grant, fundId: bondId }))
  expect(await refusedIn(null, 'staff.role_granted')).toEqual([
    { actorId: approver.id, detail: { reason: 'not_your_fund_to_manage' } },
  ])
})

test('what funds share is kept in each of them, as the act itself would have been', async () => {
  const alliance = await givenAlliance()
  const { fundIds, intake } = alliance
  const auditor = await givenActorIn(fundIds, ['auditor'])
  const remittanceId = await givenRemittance(intake, { total: 100_00n })
  await refusalOf(withdrawRemittance({ staff: auditor, remittanceId }))
  await refusalOf(removeRemittanceLine({ staff: intake, remittanceId, lineId: remittanceId }))
  const stranger = await givenActor((await givenTeam()).fundId, ['treasurer'])
  await refusalOf(withdrawRemittance({ staff: stranger, remittanceId }))
  const shared = await givenSharedProposal(alliance)
  await refusalOf(paySharedBy(intake, shared, { principal: 5_000_00n }))
  for (const fundId of fundIds) {
    expect(await refusedIn(fundId, 'remittance.withdrawn')).toEqual([
      { actorId: auditor.id, detail: { reason: 'role_may_not' } },
      { actorId: stranger.id, detail: { reason: 'remittance_unknown' } },
    ])
    expect(await refusedIn(fundId, 'remittance.line_removed')).toHaveLength(1)
    expect(await refusedIn(fundId, 'disbursement.paid')).toMatchObject([{ actorId: intake.id }])
  }
  expect(await inTransaction(system, (tx) => tx.remittanceEnding.count())).toBe(0)
})

test('the end of a place and a demand are kept in their fund', async () => {
  const { fundId } = team
  const keeper = await givenActor(fundId, ['administrator'])
  await addPlace({ staff: keeper, fundId, place: 'US-ZZ' })
  const places = () => inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, listPlaces)
  const placeId = (await places())[0]?.id ?? ''
  const ending = { placeId, reason: 'no_longer_serves' } as const
  await refusalOf(proposePlaceEnding({ staff: team.intake, ...ending }))
  await proposePlaceEnding({ staff: keeper, ...ending })
  const endingId = (await places())[0]?.ending?.id ?? ''
  await refusalOf(decidePlaceEnding({ staff: keeper, endingId, outcome: 'confirmed' }))
  expect(await refusedIn(fundId, 'fund.place_ending_proposed')).toEqual([
    { actorId: team.intake.id, detail: { reason: 'role_may_not' } },
  ])
  expect(await refusedIn(fundId, 'fund.place_ended')).toEqual([
    { actorId: keeper.id, detail: { reason: 'place_ending_is_confirmed_by_another' } },
  ])

  const demandId = await openDemand({
    staff: keeper,
    demand: {
      ...{ kind: 'subpoena', counsel: 'Ada Example', receivedOn: '2026-01-02', deadlineOn: null },
      scope: { kind: 'fund', fundId },
    },
    timezone: 'America/Chicago',
  })
  await refusalOf(closeDemand({ staff: team.intake, demandId, given: ['nothing'] }))
  expect(await refusedIn(fundId, 'legal_demand.closed')).toEqual([
    { actorId: team.intake.id, detail: { reason: 'role_may_not' } },
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
