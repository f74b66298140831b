import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Whoever has this address asked, in their mail program, to hear nothing more: every topic of theirs ends, at each of their
 * addresses where two records are one person.
 */
export async function endConsents(tx: Tx, of: { email: string; by: string }): Promise<void> {
  await tx.$executeRaw`
    update donor_consent c set ended_at = ${now()}, ended_by = ${of.by}
      from donor d
     where d.email = ${of.email.trim().toLowerCase()} and c.donor_id = any (donor_family(d.id)) and c.ended_at is null`
}
