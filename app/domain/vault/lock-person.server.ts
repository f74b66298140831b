import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** The row of a person, held until the transaction ends. Refuses `person_unknown` for someone of another fund. */
export async function lockPerson(
  tx: Tx,
  personId: string,
): Promise<{ fundId: string; erasedAt: Date | null }> {
  const [person] = await tx.$queryRaw<{ fundId: string; erasedAt: Date | null }[]>`
    select fund_id as "fundId", erased_at as "erasedAt" from person where id = ${personId}::uuid for no key update`
  if (!person) throw new Refusal('person_unknown')
  return person
}

/** Erasing and opening a demand wait for each other, so that no demand finds a person half gone. */
export async function lockHolds(tx: Tx): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('legal_hold', 0))::text`
}
