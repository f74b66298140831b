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
import { proofOf } from '#app/domain/staff/step-up/proof.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'

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
  const prove = (act: string) =>
    verifyStepUp({
      ...{ staffId: staff.id, boundTo: act },
      proof: proofOf('code' in form || 'passkey' in form ? form : {}),
    })
  switch (form.intent) {
    case 'prepare': {
      const evidence = Object.fromEntries(form.send.map((field) => [field, form[field] ?? '']))
      await prepareEvidence({ staff, disputeId, evidence })
      return { isProved: false }
    }
    case 'accept': {
      const stepUpId = await prove(boundTo.acceptDispute({ disputeId, amount: page.amountCents }))
      await acceptDispute({ staff, disputeId, stepUpId })
      return { isProved: true }
    }
    case 'schedule':
      await answerSchedule({ staff, disputeId, answer: form.answer })
      return { isProved: false }
    case 'confirm': {
      const stepUpId = await prove(boundTo.confirmRequest(form.requestId))
      await confirmRequest({ staff, requestId: form.requestId, stepUpId })
      return { isProved: true }
    }
    case 'withdraw':
      await withdrawRequest({ staff, requestId: form.requestId })
      return { isProved: false }
  }
}
