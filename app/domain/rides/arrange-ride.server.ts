import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { takesDates } from '#app/domain/court-dates/court-date.ts'
import { openCaseAct } from '#app/domain/court-dates/open-case-act.server.ts'
import { sameDates } from '#app/domain/court-dates/same-of-parts.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { personOfBond } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { sealRide } from '#app/domain/vault/crypto.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { pointsToPersonOf } from '#app/domain/vault/refuse-named-number.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Driver, takesRideHome } from './ride.ts'

type Arranged = OnBond & {
  /** To which date; null for the ride home. */
  dateId: string | null
  driver: Driver
  /** Which car, where they meet: what helps on the day and names nobody who is held. Empty where there is nothing to say. */
  word: string
}

/** What the ride is to, in one fund's part of the bond. */
type RideOf = { bond: LockedBond; dateId: string | null }

/**
 * Somebody drives: to a date that comes, or home when the door opens, for every part of the bond. The word is sealed with the
 * person of the case. Refuses `date_unknown`, `ride_is_to_a_coming_date`, `ride_home_is_of_the_held`, `ride_is_arranged_once`,
 * `ride_word_names_nobody` and `ride_word_needs_a_person`.
 */
export async function arrangeRide(arranged: Arranged): Promise<void> {
  const { staff, dateId, driver, word } = arranged
  const { timezone } = await organization()
  await attempt(
    { staff, action: 'date.ride_arranged', subject: 'bond', subjectId: arranged.bondId },
    async (tx) => {
      const { bond, bonds, at } = await openCaseAct(tx, arranged)
      const rides = dateId
        ? await toDate(tx, { dateId, bonds, today: dayOf(at, timezone) })
        : homeOf(bond, bonds)
      const same = { OR: rides.map((ride) => ({ bondId: ride.bond.id, dateId: ride.dateId })) }
      if ((await tx.caseRide.count({ where: { ...same, takenBackAt: null } })) > 0)
        throw new Refusal('ride_is_arranged_once')
      if (word !== '' && (await pointsToPersonOf(tx, bond.caseCode, word)))
        throw new Refusal('ride_word_names_nobody', {}, 'word')

      for (const ride of rides) {
        const rideId = randomUUID()
        await tx.caseRide.create({
          data: {
            ...{ id: rideId, bondId: ride.bond.id, dateId: ride.dateId, driver },
            ...{ arrangedBy: staff.id, occurredAt: at },
          },
        })
        if (word !== '') await keepWord(tx, { bondId: ride.bond.id, rideId, word })
      }
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'date.ride_arranged',
        detail: { dateId: dateId ?? '', driver },
      })
    },
  )
}

async function toDate(tx: Tx, of: { dateId: string; bonds: LockedBond[]; today: string }): Promise<RideOf[]> {
  const same = await sameDates(tx, of)
  const [own] = same
  if (!own) throw new Refusal('date_unknown')
  const { bond, row } = own
  if (row.outcome || !takesDates(bond.state) || row.day.toISOString().slice(0, 10) < of.today)
    throw new Refusal('ride_is_to_a_coming_date')
  return same.map((part) => ({ bond: part.bond, dateId: part.row.id }))
}

function homeOf(bond: LockedBond, bonds: LockedBond[]): RideOf[] {
  if (!takesRideHome(bond.state)) throw new Refusal('ride_home_is_of_the_held')
  return bonds.map((part) => ({ bond: part, dateId: null }))
}

async function keepWord(tx: Tx, of: { bondId: string; rideId: string; word: string }): Promise<void> {
  const { bondId, rideId, word } = of
  const personId = await personOfBond(tx, bondId)
  if (!personId) throw new Refusal('ride_word_needs_a_person', {}, 'word')
  await lockPerson(tx, personId)
  const key = await personKey(tx, personId)
  await tx.personRide.create({
    data: { rideId, personId, sealed: sealRide(word, { personId, rideId }, key) },
  })
}
