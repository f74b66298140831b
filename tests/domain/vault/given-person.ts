import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { createPerson } from '#app/domain/vault/create-person.server.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { readFields } from '#app/domain/vault/read-fields.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { inTransaction } from '#app/platform/db.ts'

type Fields = Partial<Record<VaultField, string>>

/** A person of the fund with these fields and one case. */
export async function givenPerson(
  fundId: string,
  fields: Fields = { name: 'Rosa Quill' },
): Promise<{ personId: string; caseCode: string }> {
  const caseCode = newCaseCode()
  const personId = await inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, async (tx) => {
    const id = await createPerson(tx, { fundId })
    await linkCase(tx, { personId: id, caseCode })
    for (const [field, plain] of Object.entries(fields))
      await writeField(tx, { personId: id, caseCode, field: field as VaultField, plain })
    return id
  })
  return { personId, caseCode }
}

/** What is known of a person, with what is of their first case. */
export const known = (personId: string): Promise<Fields> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const first = await tx.personCase.findFirst({ where: { personId }, orderBy: { recordedAt: 'asc' } })
    return readFields(tx, { personId, caseCode: first?.caseCode ?? null })
  })
