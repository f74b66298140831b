import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { changeCourtDate } from '#app/domain/court-dates/change-court-date.server.ts'
import { type DateAct, nextOf } from '#app/domain/court-dates/forms.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { recordReleaseCheck } from '#app/domain/court-dates/record-release-check.server.ts'
import { setContact } from '#app/domain/court-dates/set-contact.server.ts'
import { addDeadline } from '#app/domain/deadlines/add-deadline.server.ts'
import { endDeadline } from '#app/domain/deadlines/end-deadline.server.ts'
import { arrangeRide } from '#app/domain/rides/arrange-ride.server.ts'
import { takeBackRide } from '#app/domain/rides/take-back-ride.server.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

/** Does what one of the page's forms says. */
export function record(on: { staff: SignedInStaff; bondId: string }, form: DateAct): Promise<unknown> {
  switch (form.act) {
    case 'add': {
      const { knownFrom, act: _, ...date } = form
      return addCourtDate({ ...on, date, knownFrom })
    }
    case 'outcome': {
      const { dateId, outcome, knownFrom, occurredAt } = form
      return recordAppearance({ ...on, dateId, outcome, knownFrom, occurredAt, next: nextOf(form) })
    }
    case 'change': {
      const { dateId, change, knownFrom } = form
      return changeCourtDate({ ...on, dateId, change, knownFrom, next: nextOf(form) })
    }
    case 'contact':
      return setContact({ ...on, ...form })
    case 'call':
      return recordCaseCall({ ...on, ...form })
    case 'arrange_ride':
      return arrangeRide({ ...on, ...form })
    case 'take_back_ride':
      return takeBackRide({ ...on, ...form })
    case 'missed': {
      const { missedId, lawyer, whereabouts, proofKind: kind, proofOn, proofInHand, documentId } = form
      const proof = kind && proofOn ? { kind, on: proofOn, inHand: proofInHand === 'yes', documentId } : null
      return answerMissedDate({ ...on, missedId, lawyer, whereabouts, proof })
    }
    case 'release':
      return recordReleaseCheck({ ...on, ...form })
    case 'deadline':
      return addDeadline({ ...on, ...form })
    case 'deadline_end':
      return endDeadline({ ...on, ...form })
  }
}
