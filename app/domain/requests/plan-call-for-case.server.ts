import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#app/platform/db.ts'
import { planCall } from './plan-call.server.ts'
import { type BondCall, hoursToTell } from './request.ts'

type Told = { fundId: string; caseCode: string; kind: BondCall; at: Date }

/**
 * Whoever asked for this person hears what became of the bond from a person of staff: a call on each request of the fund
 * that said yes to the case. A case that nobody asked us for makes none, nor does an erased request: nobody is left to call.
 */
export async function planCallForCase(tx: Tx, { fundId, caseCode, kind, at }: Told): Promise<void> {
  const requests = await tx.helpRequest.findMany({
    where: {
      ...{ fundId, erasedAt: null, state: { in: ['approved', 'closed'] } },
      requestCases: { some: { caseCode } },
    },
    select: { id: true },
    orderBy: { recordedAt: 'asc' },
  })
  const dueAt = new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).add({ hours: hoursToTell[kind] }).epochMilliseconds,
  )
  for (const { id: requestId } of requests) await planCall(tx, { requestId, kind, dueAt })
}
