import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#app/platform/db.ts'
import { type BondCall, hoursToTell } from './request.ts'
import type { RequestState } from './states.ts'

type Told = { caseCode: string; kind: BondCall; at: Date }

/** A night envelope posts for a request that nobody has screened yet: at night most of all someone has to be at the door. */
const told = [
  ...(['referred', 'screening', 'waitlisted', 'recommended', 'approved', 'closed'] as const),
] satisfies RequestState[]

/**
 * Whoever asked for this person hears what became of the bond from a person of staff: a call on each request that takes up the
 * case, also where the bond is another fund's than the one that serves them. A case that nobody asked us for makes none, nor
 * does an erased request: nobody is left to call.
 */
export async function planCallForCase(tx: Tx, { caseCode, kind, at }: Told): Promise<void> {
  const dueAt = new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).add({ hours: hoursToTell[kind] }).epochMilliseconds,
  )
  await tx.$executeRaw`select plan_calls_of_case(${caseCode}, ${told}::text[], ${kind}, ${dueAt}::timestamptz)`
}

/** The calls about a case that would say what is no longer so, in whichever state its requests are by now. */
export async function dropCallsForCase(tx: Tx, { caseCode, kind, at }: Told): Promise<void> {
  await tx.$executeRaw`select drop_calls_of_case(${caseCode}, ${kind}, ${at}::timestamptz)`
}
