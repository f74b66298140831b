import { addPathwayDocument } from '#app/domain/pathways/add-pathway-document.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { pdf } from '#tests/domain/documents/given-files.ts'
import type { Team } from '#tests/support/given-disbursement.ts'

/** A way to parole for someone without a bond, with a letter beside one of its steps. Answers the way's id. */
export async function givenWayHome(team: Team, requestId: string): Promise<string> {
  await openPathway({ staff: team.intake, requestId, kind: 'parole' })
  const { id: pathwayId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestPathway.findFirstOrThrow({ where: { requestId } }),
  )
  const beside = { requestId, pathwayId, step: 'letters_of_support' }
  await addPathwayDocument({ staff: team.intake, ...beside, kind: 'letter', file: pdf() })
  return pathwayId
}
