import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#app/platform/db.ts'
import { dropCalls, planCall } from './plan-call.server.ts'
import { type BondCall, hoursToTell } from './request.ts'
import type { RequestState } from './states.ts'

type Told = { fundId: string; caseCode: string; kind: BondCall; at: Date }

/** A night envelope posts for a request that nobody has screened yet: at night most of all someone has to be at the door. */
const told = [
  ...(['referred', 'screening', 'waitlisted', 'recommended', 'approved', 'closed'] as const),
] satisfies RequestState[]

/**
 * Whoever asked for this person hears what became of the bond from a person of staff: a call on each request of the fund
 * that takes up the case. A case that nobody asked us for makes none, nor does an erased request: nobody is left to call.
 */
export async function planCallForCase(tx: Tx, { fundId, caseCode, kind, at }: Told): Promise<void> {
  const dueAt = new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).add({ hours: hoursToTell[kind] }).epochMilliseconds,
  )
  for (const requestId of await requestsOf(tx, { fundId, caseCode, states: told }))
    await planCall(tx, { requestId, kind, dueAt })
}

/** The calls about a case that would say what is no longer so, in whichever state its requests are by now. */
export async function dropCallsForCase(tx: Tx, { fundId, caseCode, kind, at }: Told): Promise<void> {
  await dropCalls(tx, { requestIds: await requestsOf(tx, { fundId, caseCode }), kinds: [kind], at })
}

async function requestsOf(
  tx: Tx,
  of: { fundId: string; caseCode: string; states?: RequestState[] },
): Promise<string[]> {
  const { fundId, caseCode, states } = of
  const requests = await tx.helpRequest.findMany({
    where: {
      ...{ fundId, erasedAt: null, requestCases: { some: { caseCode } } },
      ...(states ? { state: { in: states } } : {}),
    },
    select: { id: true },
    orderBy: { recordedAt: 'asc' },
  })
  return requests.map(({ id }) => id)
}
