import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addDocument } from '#app/domain/documents/add-document.server.ts'
import { addEvidence } from '#app/domain/evidence/add-evidence.server.ts'
import { createPerson } from '#app/domain/vault/create-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { jpeg, pdf } from '#tests/domain/documents/given-files.ts'
import type { Team } from './given-disbursement.ts'

/** The vault learns whose case a bond is. */
export const givenPersonOf = (team: Team, bondId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, async (tx) => {
    const { caseCode } = await tx.bond.findUniqueOrThrow({ where: { id: bondId } })
    const personId = await createPerson(tx, { fundId: team.fundId })
    await linkCase(tx, { personId, caseCode })
    return personId
  })

export const givenDocument = (staff: ActingStaff, personId: string, file: Uint8Array = pdf()) =>
  addDocument({ staff, personId, kind: 'court_receipt', file })

let width = 8

/** A covered copy that no other is like. */
export async function givenEvidence(staff: ActingStaff, bondId: string, documentId: string | null = null) {
  width += 1
  const { evidenceId } = await addEvidence({
    ...{ staff, bondId, documentId, purpose: 'posting', receiptNumber: 'R-2041' },
    file: jpeg({ width }),
  })
  return evidenceId
}
