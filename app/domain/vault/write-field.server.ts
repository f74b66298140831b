import { Refusal } from '#app/domain/refusal.ts'
import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { classesIn } from './charge-class.ts'
import { chargeToken } from './charge-index.server.ts'
import { sealField } from './crypto.server.ts'
import { type IndexKind, indexKindOf, isOfCase, type VaultField } from './fields.ts'
import { lockPerson } from './lock-person.server.ts'
import { searchParts } from './normalize.ts'
import { personKey } from './person-key.server.ts'

type Written = {
  personId: string
  /** The case in which it was learned. What is the person's own is kept for all of them. */
  caseCode: string | null
  field: VaultField
  plain: string
}

/**
 * Seals what is known of a person now, or of one case of theirs. What was known before is removed, unless a legal demand is
 * open that covers the person: then it stays, sealed, until the first change after the demand. Refuses `birth_after_case`,
 * whoever writes.
 */
export async function writeField(tx: Tx, written: Written): Promise<void> {
  const of = { ...written, caseCode: isOfCase(written.field) ? written.caseCode : null }
  const { personId, caseCode, field, plain } = of
  await lockPerson(tx, personId)
  if (field === 'birth_date') await refuseBirthAfterCase(tx, { personId, birthDate: plain })
  const key = await personKey(tx, personId)
  const [last] = await tx.$queryRaw<{ version: number; held: boolean }[]>`
    select coalesce(max(version), 0)::int as version, person_is_on_hold(${personId}::uuid) as held
      from person_field where person_id = ${personId}::uuid and field = ${field}`
  const version = (last?.version ?? 0) + 1
  await tx.personField.create({
    data: { personId, field, caseCode, version, sealed: sealField(plain, of, key) },
  })
  const isNeeded = caseCode !== null && (await speaksForAnyCase(tx, of))
  const outlived = isNeeded ? [caseCode] : [caseCode, null]
  if (!last?.held) {
    for (const each of outlived)
      await tx.personField.deleteMany({
        where: { personId, field, caseCode: each, version: { lt: version } },
      })
  }
  await indexField(tx, of, outlived)
}

/** Whether there is a case that is still read from the line without one. */
async function speaksForAnyCase(tx: Tx, { personId, field }: Written): Promise<boolean> {
  const cases = await tx.$queryRaw<unknown[]>`
    select from person_case c cross join lateral lines_of_case(c.person_id, c.case_code) l
     where c.person_id = ${personId}::uuid and l.field = ${field} and l.case_code is null limit 1`
  return cases.length > 0
}

/**
 * Every day of a case lies at most a month before it came to us, so whoever was born before that was born before each of
 * them. Judged here, where the birth is in somebody's hands, since later it is sealed.
 */
async function refuseBirthAfterCase(tx: Tx, of: { personId: string; birthDate: string }): Promise<void> {
  const [known] = await tx.$queryRaw<{ first: string }[]>`
    select (person_came_on(${of.personId}::uuid) - days_before_a_case())::text as first`
  if (known && of.birthDate > known.first) throw new Refusal('birth_after_case', {}, 'birth_date')
}

/** People are found and compared by what is known now, in each of their cases; what was known before is found no longer. */
async function indexField(tx: Tx, written: Written, outlived: (string | null)[]): Promise<void> {
  const { personId, caseCode } = written
  const index = tokensOf(written)
  if (!index) return
  for (const each of outlived) {
    await tx.$executeRaw`
      delete from vault_keys.person_index
       where person_id = ${personId}::uuid and kind = ${index.kind} and case_code is not distinct from ${each}`
  }
  for (const token of index.tokens) {
    await tx.$executeRaw`
      insert into vault_keys.person_index (person_id, case_code, kind, token)
      values (${personId}::uuid, ${caseCode}, ${index.kind}, ${token})`
  }
}

function tokensOf({
  personId,
  field,
  plain,
}: Written): { kind: IndexKind | 'charge_class'; tokens: Buffer<ArrayBuffer>[] } | null {
  if (field === 'charge_class') {
    return { kind: field, tokens: classesIn(plain).map((charge) => chargeToken(personId, charge)) }
  }
  const kind = indexKindOf(field)
  return kind && { kind, tokens: searchParts(kind, plain).map((part) => blindToken(kind, part)) }
}
