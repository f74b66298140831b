import { z } from 'zod'
import { acceptDispute } from '#app/domain/disputes/accept-dispute.server.ts'
import { answerSchedule } from '#app/domain/disputes/answer-schedule.server.ts'
import type { DisputePage } from '#app/domain/disputes/dispute-page.server.ts'
import { AcceptForm, EvidenceForm, ScheduleForm } from '#app/domain/disputes/forms.ts'
import { prepareEvidence } from '#app/domain/disputes/prepare-evidence.server.ts'
import { confirmRequest } from '#app/domain/refunds/confirm-request.server.ts'
import { ConfirmForm, WithdrawForm } from '#app/domain/refunds/forms.ts'
import { withdrawRequest } from '#app/domain/refunds/withdraw-request.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { provedBy } from '#app/http/proved-by.ts'

/** Every form of the page; `intent` says which. */
export const DisputeForm = z.discriminatedUnion('intent', [
  EvidenceForm.strict(),
  AcceptForm.strict(),
  ScheduleForm.strict(),
  ConfirmForm.strict(),
  WithdrawForm.strict(),
])

/** Answers whether a proof was given, after which the session is renewed. */
export async function actOnDispute(
  staff: SignedInStaff,
  page: DisputePage,
  form: z.output<typeof DisputeForm>,
): Promise<{ isProved: boolean }> {
  const disputeId = page.id
  switch (form.intent) {
    case 'prepare': {
      const evidence = Object.fromEntries(form.send.map((field) => [field, form[field] ?? '']))
      await prepareEvidence({ staff, disputeId, evidence })
      return { isProved: false }
    }
    case 'accept': {
      await provedBy(
        { staff, action: 'dispute.acceptance_asked', subject: 'dispute', subjectId: disputeId },
        { boundTo: boundTo.acceptDispute({ disputeId, amount: page.amountCents }), sent: form },
        (stepUpId) => acceptDispute({ staff, disputeId, stepUpId }),
      )
      return { isProved: true }
    }
    case 'schedule':
      await answerSchedule({ staff, disputeId, answer: form.answer })
      return { isProved: false }
    case 'confirm': {
      const { requestId } = form
      await provedBy(
        { staff, action: 'gift_request.confirmed', subject: 'stripe_request', subjectId: requestId },
        { boundTo: boundTo.confirmRequest(requestId), sent: form },
        (stepUpId) => confirmRequest({ staff, requestId, stepUpId }),
      )
      return { isProved: true }
    }
    case 'withdraw':
      await withdrawRequest({ staff, requestId: form.requestId })
      return { isProved: false }
  }
}
