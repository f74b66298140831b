import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

/** Whoever has this address asked, in their mail program, to hear nothing more: every topic of theirs ends. */
export async function endConsents(tx: Tx, of: { email: string; by: string }): Promise<void> {
  await tx.donorConsent.updateMany({
    where: { donor: { email: of.email.trim().toLowerCase() }, endedAt: null },
    data: { endedAt: now(), endedBy: of.by },
  })
}
