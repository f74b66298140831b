import { now } from '#app/platform/clock.ts'
import { db, type Tx } from '#app/platform/db.ts'

/** The pause of the giving form that holds now: neither over nor lifted. */
export async function givingPause(tx: Tx = db()): Promise<{ id: string; at: Date; endsAt: Date } | null> {
  const at = now()
  const pause = await tx.givingPause.findFirst({
    where: { occurredAt: { lte: at }, endsAt: { gt: at }, givingPauseLift: null },
    orderBy: { endsAt: 'desc' },
    select: { id: true, occurredAt: true, endsAt: true },
  })
  return pause && { id: pause.id, at: pause.occurredAt, endsAt: pause.endsAt }
}
