import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { openCaseAct } from '#app/domain/court-dates/open-case-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'

/**
 * Nobody drives after all: the ride stays as it was told, in every part of the bond, and where one is still wanted it waits for
 * somebody again. Refuses `ride_unknown` and `ride_is_taken_back_once`.
 */
export async function takeBackRide(back: OnBond & { rideId: string }): Promise<void> {
  const { staff, rideId } = back
  await attempt(
    { staff, action: 'date.ride_taken_back', subject: 'bond', subjectId: back.bondId },
    async (tx) => {
      const { bonds, at } = await openCaseAct(tx, back)
      const rides = await tx.caseRide.findMany({ where: { bondId: { in: bonds.map(({ id }) => id) } } })
      const own = rides.find(({ id }) => id === rideId)
      if (!own) throw new Refusal('ride_unknown')
      if (own.takenBackAt) throw new Refusal('ride_is_taken_back_once')

      // Of the other parts the one that was arranged by the same act.
      const same = rides.filter(
        ({ takenBackAt, dateId, occurredAt }) =>
          !takenBackAt &&
          (dateId === null) === (own.dateId === null) &&
          occurredAt.getTime() === own.occurredAt.getTime(),
      )
      for (const { id } of same)
        await tx.caseRide.update({ where: { id }, data: { takenBackBy: staff.id, takenBackAt: at } })
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'date.ride_taken_back',
        detail: { dateId: own.dateId ?? '', driver: own.driver },
      })
    },
  )
}
