import { liftIncident } from '#app/domain/incidents/lift-incident.server.ts'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import { showOriginal } from '#app/domain/samples/show-original.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'

/** A sample that is half shown, an incident that one person wants over, and a case with money in it. */
export async function givenRecords(team: Team, bondId: string) {
  const auditor = await givenActor(team.fundId, ['auditor'])
  const { sampleId } = await drawSample({
    ...{ staff: auditor, fundId: team.fundId, from: '2020-01-01', to: '2099-01-01', wanted: 4 },
  })
  for (const staff of [team.intake, team.approver]) {
    const stepUpId = await givenStepUp(staff.id, `show:${sampleId}`)
    await showOriginal({ staff, sampleId, positions: [1, 2], stepUpId })
  }
  const { incidentId } = await raiseIncident({
    ...{ staff: team.intake, fundId: team.fundId, reason: 'wrong_figures' },
  })
  await liftIncident({ staff: team.intake, incidentId })
  const { caseCode } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findUniqueOrThrow({ where: { id: bondId } }),
  )
  return { sampleId, caseCode, staffId: team.intake.id }
}
