import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import type { DatesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { takesRideHome } from '#app/domain/rides/ride.ts'

/** What every part of the page is given. */
export type CasePart = { page: DatesOfBond; timezone: string; answer: FormAnswer | undefined }

/** The answer that belongs to this form: that of its act, and of the row that it speaks of. */
export function answerTo(
  answer: FormAnswer | undefined,
  act: string,
  row: Record<string, string> = {},
): FormAnswer | undefined {
  const isIts =
    answer?.values.act === act && Object.entries(row).every(([name, id]) => answer.values[name] === id)
  return isIts ? answer : undefined
}

/** Someone else may have recorded it in the meantime: then there is no form left to say the refusal beside. */
export function isOrphaned({ page, answer }: CasePart): boolean {
  if (!answer?.refusal) return false
  const { act, dateId, callId, deadlineId, rideId } = answer.values
  if (act === 'add') return !page.takesDates
  if (act === 'release') return !page.isHeld
  if (act === 'arrange_ride') return !isFree(page, `${dateId}`)
  if (rideId) return !page.rides.some(({ id, takenBack }) => id === rideId && takenBack === null)
  if (dateId) return !page.dates.some(({ id, end }) => id === dateId && end === null)
  if (callId) return !page.dates.some(({ calls }) => calls.some(({ id, doneAt }) => id === callId && !doneAt))
  if (deadlineId) return !page.deadlines.some(({ id, end }) => id === deadlineId && end === null)
  return act === 'missed' && !page.missed.some(({ id }) => id === answer.values.missedId)
}

/** Whether the form that arranges a ride there is still shown. */
function isFree({ dates, rides, today, state }: CasePart['page'], to: string): boolean {
  if (rides.some(({ dateId, takenBack }) => (dateId ?? '') === to && takenBack === null)) return false
  if (to === '') return takesRideHome(state)
  return dates.some(({ id, end, day }) => id === to && end === null && day >= today)
}
