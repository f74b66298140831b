import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { endEnvelope } from './end-envelope.server.ts'
import { lockEnvelope } from './open-envelope-act.server.ts'
import { tellFrozen } from './tell-frozen.server.ts'

const system = { scope: { kind: 'system' } } as const

/**
 * Ends the nights that are over and of which nothing can be entered any longer, and those that began before enough people had said yes. Each in a transaction of its own,
 * so that one that waits for a lock does not hold the others. And tells of those that froze.
 */
export async function expireEnvelopes(): Promise<void> {
  const at = now()
  const due = await inTransaction(system, (tx) =>
    tx.nightEnvelope.findMany({
      where: { envelopeEnding: null, opensAt: { lte: at } },
      orderBy: { id: 'asc' },
      select: { id: true },
    }),
  )
  for (const { id } of due) await expire(id, at)
  await tellFrozen(at)
}

const expire = (id: string, at: Date): Promise<void> =>
  inTransaction(system, async (tx) => {
    const envelope = await lockEnvelope(tx, id)
    if (envelope.ending) return
    if (!envelope.setAside) await endEnvelope(tx, envelope, { kind: 'expired', by: null, at })
    else if (envelope.enteredUntil <= at) await endEnvelope(tx, envelope, { kind: 'closed', by: null, at })
  })
