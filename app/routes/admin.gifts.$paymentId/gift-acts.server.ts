import { z } from 'zod'
import { revealAddress } from '#app/domain/gifts/reveal-address.server.ts'
import { answerRefundFailure } from '#app/domain/refunds/answer-refund-failure.server.ts'
import { confirmRequest } from '#app/domain/refunds/confirm-request.server.ts'
import {
  ConfirmForm,
  FailureAnswerForm,
  RefundForm,
  RevealForm,
  WithdrawForm,
} from '#app/domain/refunds/forms.ts'
import { refundPayment } from '#app/domain/refunds/refund-payment.server.ts'
import { withdrawRequest } from '#app/domain/refunds/withdraw-request.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { provedBy } from '#app/http/proved-by.ts'

/** Every form of the page; `intent` says which. */
export const GiftForm = z.discriminatedUnion('intent', [
  RefundForm.strict(),
  ConfirmForm.strict(),
  WithdrawForm.strict(),
  RevealForm.strict(),
  FailureAnswerForm.strict(),
])

/** What an act leaves: whether a proof was given, after which the session is renewed, and an address that was asked for. */
type Done = { isProved: boolean; revealed?: string }

export async function actOnGift(
  staff: SignedInStaff,
  paymentId: string,
  form: z.output<typeof GiftForm>,
): Promise<Done> {
  switch (form.intent) {
    case 'refund': {
      const { amount, reason, before } = form
      await provedBy(
        { staff, action: 'refund.asked', subject: 'payment', subjectId: paymentId },
        { boundTo: boundTo.refund({ paymentId, amount, reason }), sent: form },
        (stepUpId) => refundPayment({ staff, paymentId, amount, reason, before: BigInt(before), stepUpId }),
      )
      return { isProved: true }
    }
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
    case 'reveal':
      return { isProved: false, revealed: await revealAddress({ staff, paymentId }) }
    case 'answer':
      await answerRefundFailure({ staff, paymentId, refundId: form.refundId, answer: form.answer })
      return { isProved: false }
  }
}
