import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import type { RequestState } from './states.ts'

export type LockedRequest = {
  id: string
  fundId: string
  personId: string
  state: RequestState
  erasedAt: Date | null
}

/** Refuses (`request_unknown`) what the scope does not show. */
export async function lockRequest(tx: Tx, id: string): Promise<LockedRequest> {
  const [row] = await tx.$queryRaw<LockedRequest[]>`
    select id, fund_id as "fundId", person_id as "personId", state, erased_at as "erasedAt"
      from help_request where id = ${id}::uuid for update`
  if (!row) throw new Refusal('request_unknown')
  return row
}

/**
 * Every request for somebody, in whichever of the records that are said to be theirs, in the order in which they are locked: before
 * the person.
 */
export const lockRequestsOf = (tx: Tx, personId: string): Promise<LockedRequest[]> =>
  tx.$queryRaw<LockedRequest[]>`
    select id, fund_id as "fundId", person_id as "personId", state, erased_at as "erasedAt"
      from help_request where person_id in (select j from persons_joined(${personId}::uuid) j) order by id for update`
