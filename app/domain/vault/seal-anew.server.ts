import { open } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type CaseKey, caseKey, sealForCase } from './case-key.server.ts'
import { lockHolds } from './lock-person.server.ts'

const system = { scope: { kind: 'system' } } as const

/**
 * Seals with a person's own key what points to them and still lies under the vault's: rows from before cases had their keys, and
 * what was said of a case while nobody was known by it. What an open demand kept of somebody who is erased goes once it is
 * closed. One case at a time; safe to repeat.
 */
export async function sealAnew(): Promise<void> {
  for (const personId of await inTransaction(system, leftOfErased))
    await inTransaction(system, (tx) => forgetLeft(tx, personId))
  const cases = await inTransaction(
    system,
    (tx) => tx.$queryRaw<{ caseCode: string }[]>`
      select distinct s.case_code as "caseCode" from sealed_with_the_vault_key() s
        join person p on p.id = s.person_id and p.erased_at is null order by 1`,
  )
  for (const { caseCode } of cases) await inTransaction(system, (tx) => sealCase(tx, caseCode))
}

async function sealCase(tx: Tx, caseCode: string): Promise<void> {
  // Whoever erases the person meanwhile is waited for, and then nothing is left to seal.
  await tx.$queryRaw`
    select from person p where p.id = person_of_case(${caseCode}) for no key update`
  const of = await caseKey(tx, caseCode)
  const left = await tx.$queryRaw<Left[]>`
    select in_table as "table", row_id as row, sealed from sealed_with_the_vault_key() where case_code = ${caseCode}`
  for (const each of left) await sealOne(tx, each, of)
}

type Left = { table: keyof typeof columnOf; row: string; sealed: Uint8Array }

const columnOf = {
  copay_agreement: 'signer_sealed',
  court_date: 'place_sealed',
  bond_case_end: 'reason_sealed',
  case_language: 'name_sealed',
} as const

async function sealOne(tx: Tx, { table, row, sealed }: Left, of: CaseKey): Promise<void> {
  const cell = { table, column: columnOf[table], row }
  const anew = sealForCase(open(sealed, cell), cell, of)
  // A restored copy may know a key as destroyed before it knows the person as erased: there it is read by nobody.
  if (anew.sealed !== null)
    await tx.$queryRaw`select seal_anew(${table}, ${row}::uuid, ${anew.sealed}::bytea)::text`
}

const leftOfErased = async (tx: Tx): Promise<string[]> => {
  const rows = await tx.$queryRaw<{ personId: string }[]>`
    select distinct s.person_id as "personId" from sealed_with_the_vault_key() s
      join person p on p.id = s.person_id and p.erased_at is not null
     where not person_is_on_hold(s.person_id) and not person_has_money_out(s.person_id) order by 1`
  return rows.map(({ personId }) => personId)
}

async function forgetLeft(tx: Tx, personId: string): Promise<void> {
  await lockHolds(tx)
  await tx.$queryRaw`
    select forget_signers(p.id)::text, forget_places_and_ends(p.id)::text from person p
     where p.id = ${personId}::uuid and not person_is_on_hold(p.id) and not person_has_money_out(p.id)`
}
