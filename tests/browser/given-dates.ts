import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { addClaimTerm } from '#app/domain/claim-terms/add-claim-term.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { callsOf, courtDate, givenDate, givenYes, inDays } from '#tests/support/given-dates.ts'
import { givenPostedBond, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, noticed } from '#tests/support/given-loss.ts'

const day = 86_400_000

/** A case with dates and calls, one whose date was missed and noticed, and one who is still inside; and a term to claim. */
export async function givenDatesToSee(
  team: Team,
  administrator: ActingStaff,
): Promise<Record<string, string>> {
  const since = new Date(Date.now() - 30 * day)
  const coming = await givenActiveBond(team, { principal: 300_00n, occurredAt: since })
  await givenYes(team, coming)
  await givenDate(team, coming, { day: inDays(1), half: 'morning', hearing: 'plea' })
  const call = (await callsOf(coming))[0]?.id ?? ''
  await recordCaseCall({ staff: team.intake, bondId: coming, callId: call, outcome: 'no_answer', ride: null })
  const moved = await givenDate(team, coming, { day: inDays(12) })
  const { nextId } = await changeCourtDate({
    ...{ staff: team.intake, bondId: coming, dateId: moved, change: 'moved', knownFrom: 'lawyer' },
    next: courtDate({ day: inDays(26), hearing: 'trial' }),
  })
  await arrangeRide({
    ...{ staff: team.intake, bondId: coming, dateId: nextId, driver: 'volunteer', word: '' },
  })
  await givenDate(team, coming, { day: inDays(-5) })

  const missed = await givenActiveBond(team, { principal: 300_00n, occurredAt: since })
  const dateId = await givenDate(team, missed, { day: inDays(-3) })
  await recordAppearance({
    ...{ staff: team.intake, bondId: missed, dateId, outcome: 'missed', knownFrom: 'lawyer', next: null },
  })
  const { id: missedId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.missedDate.findFirstOrThrow({ where: { bondId: missed } }),
  )
  await answerMissedDate({
    ...{ staff: team.intake, bondId: missed, missedId, lawyer: 'called', whereabouts: 'in_hospital' },
    proof: { kind: 'hospital_letter', on: inDays(-3), inHand: true },
  })
  await moveBond({
    ...{ staff: team.intake, bondId: missed, to: 'forfeiture_noticed', knownFrom: 'court_notice' },
    ...noticed('forfeiture_noticed'),
  })

  const { bondId: inside } = await givenPostedBond(team, { principal: 300_00n, occurredAt: since })
  await recordReleaseCheck({
    ...{ staff: team.intake, bondId: inside, answer: 'hold', occurredAt: new Date(Date.now() - 3 * day) },
  })
  await addClaimTerm({
    staff: administrator,
    term: {
      ...{ place: 'US-XX', bondKind: 'court_bail', length: 1, unit: 'years' },
      ...{ source: 'The clerk of a fictional county', readOn: new Date('2026-06-01') },
    },
  })
  return { coming, missed, inside }
}
