import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { listPlaces } from './list-places.server.ts'

/** That a fund should no longer serve a place waits for someone else's yes. */
export async function waitingPlaces(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const places = await listPlaces(tx)
  return places.flatMap(({ fundId, ending }): Waiting[] => {
    if (!ending || ending.proposedById === staff.id) return []
    if (!may(personIn(fundId).roles, 'disbursements:approve')) return []
    return [
      {
        ...{ act: 'confirm_place_ending', to: '/admin/rules/places', fundId },
        ...{ caseCode: null, amountCents: null, since: new Date(ending.occurredAt), dueAt: null },
      },
    ]
  })
}
