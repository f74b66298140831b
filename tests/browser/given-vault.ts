import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import type { DemandScope } from '#app/domain/demands/demand.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { givenProposal, type Team } from '#tests/support/given-disbursement.ts'

/** A person who was looked at, and two demands, one of which is over. */
export async function givenVault(team: Team, administrator: ActingStaff): Promise<string> {
  const { personId, caseCode } = await givenPerson(team.fundId, {
    name: 'Rosa Quill',
    court: 'Larkspur County Court',
  })
  await givenProposal(team, { caseCode })
  await reveal({ staff: team.intake, personId, fields: ['name', 'court'], reason: 'posting_bond' })
  const facts = {
    kind: 'subpoena',
    receivedOn: '2026-01-10',
    deadlineOn: '2026-01-24',
    counsel: 'Counsel Example',
  } as const
  const open = (scope: DemandScope) =>
    openDemand({ staff: administrator, demand: { ...facts, scope }, timezone: 'America/Chicago' })
  const demandId = await open({ kind: 'person', caseCode })
  await closeDemand({ staff: administrator, demandId, given: ['books', 'case_facts'] })
  await open({ kind: 'fund', fundId: team.fundId })
  return personId
}
