import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Called by everything that publishes or writes to donors by itself: updates, notes, stories, share cards. Mails that
 * are written meanwhile name their funds (`aboutFunds`) and wait. Receipts, sign-in and answers to what a donor did go on. Refuses `incident_stops_what_goes_out`.
 */
export async function refuseDuringIncident(tx: Tx, fundId: string): Promise<void> {
  if (await isStopped(tx, fundId)) throw new Refusal('incident_stops_what_goes_out')
}

/**
 * The same question for work that waits rather than fails. Holds a lock until the transaction ends, so that an incident
 * raised meanwhile comes after what had begun, and before everything that had not.
 */
export async function isStopped(tx: Tx, fundId: string): Promise<boolean> {
  await tx.$queryRaw`select pg_advisory_xact_lock_shared(outgoing_lock_key(${fundId}::uuid))::text`
  const [row] = await tx.$queryRaw<{ open: boolean }[]>`select incident_is_open(${fundId}::uuid) as open`
  return row?.open ?? false
}
