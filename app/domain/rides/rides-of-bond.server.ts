import { openRide } from '#app/domain/vault/crypto.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Driver } from './ride.ts'

type RideOfBond = {
  id: string
  /** Null of the ride home. */
  dateId: string | null
  driver: Driver
  /** Empty where nothing was said, where the person was erased, and for whom the vault does not show them. */
  word: string
  by: string
  at: Date
  takenBack: { by: string; at: Date } | null
}

type Of = { bondId: string; names: Map<string, string> }

/** The rides of one bond, the newest first, and whether a request for its case, of whichever fund, asked for one home. */
export async function ridesOfBond(tx: Tx, of: Of): Promise<{ rides: RideOfBond[]; wantsRideHome: boolean }> {
  const { bondId, names } = of
  const rows = await tx.caseRide.findMany({ where: { bondId }, orderBy: { occurredAt: 'desc' } })
  const words = await openWords(
    tx,
    rows.map(({ id }) => id),
  )
  const [asked] = await tx.$queryRaw<{ wanted: boolean }[]>`
    select ride_home_is_wanted(${bondId}::uuid) as wanted`
  return {
    rides: rows.map(({ id, dateId, driver, arrangedBy, occurredAt, takenBackBy, takenBackAt }) => ({
      ...{ id, dateId, driver: driver as Driver, word: words.get(id) ?? '' },
      ...{ by: names.get(arrangedBy) ?? '', at: occurredAt },
      takenBack: takenBackBy && takenBackAt ? { by: names.get(takenBackBy) ?? '', at: takenBackAt } : null,
    })),
    wantsRideHome: asked?.wanted ?? false,
  }
}

async function openWords(tx: Tx, rideIds: string[]): Promise<Map<string, string>> {
  const sealed = await tx.personRide.findMany({ where: { rideId: { in: rideIds } } })
  const [first] = sealed
  if (!first) return new Map()
  // They are of one case, and so of one person.
  const key = await personKey(tx, first.personId)
  return new Map(
    sealed.map(({ rideId, personId, sealed }) => [rideId, openRide(sealed, { personId, rideId }, key)]),
  )
}
