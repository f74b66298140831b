import { z } from 'zod'
import { approvePayout } from '#app/domain/copays/approve-payout.server.ts'
import { askReversal } from '#app/domain/copays/ask-reversal.server.ts'
import { confirmReversal } from '#app/domain/copays/confirm-reversal.server.ts'
import {
  ApprovePayoutForm,
  AskReversalForm,
  ConfirmReversalForm,
  ProposePayoutForm,
  payPayoutForm,
  receiveForm,
  WithdrawPayoutForm,
  WithdrawReversalForm,
} from '#app/domain/copays/forms.ts'
import { payOutFamilyPart } from '#app/domain/copays/pay-out-family-part.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { receiveFamilyPart } from '#app/domain/copays/receive-family-part.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import { withdrawReversal } from '#app/domain/copays/withdraw-reversal.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { provedBy } from '#app/http/proved-by.ts'

/** Every form of the page; `intent` says which. */
export const moneyForms = (timezone: string) =>
  z.discriminatedUnion('intent', [
    receiveForm(timezone).strict(),
    ProposePayoutForm.strict(),
    ApprovePayoutForm.strict(),
    payPayoutForm(timezone).strict(),
    WithdrawPayoutForm.strict(),
    AskReversalForm.strict(),
    ConfirmReversalForm.strict(),
    WithdrawReversalForm.strict(),
  ])

type MoneyForm = z.output<ReturnType<typeof moneyForms>>

/** Answers whether a proof was given, after which the session is renewed. */
export async function moveMoney(
  staff: SignedInStaff,
  agreementId: string,
  form: MoneyForm,
): Promise<{ isProved: boolean }> {
  switch (form.intent) {
    case 'receive': {
      const { amount, method, reference, occurredAt } = form
      await receiveFamilyPart({ staff, agreementId, amount, method, reference, occurredAt })
      return { isProved: false }
    }
    case 'propose':
      await proposePayout({ staff, agreementId, amount: form.amount })
      return { isProved: false }
    case 'withdraw':
      await withdrawPayout({ staff, payoutId: form.payoutId })
      return { isProved: false }
    case 'take_back': {
      const { receiptId, reason, happenedOn } = form
      await askReversal({ staff, receiptId, reason, happenedOn })
      return { isProved: false }
    }
    case 'withdraw_reversal':
      await withdrawReversal({ staff, reversalId: form.reversalId })
      return { isProved: false }
    case 'confirm_reversal': {
      const { reversalId } = form
      await provedBy(
        { staff, action: 'copay.reversed', subject: 'copay_reversal', subjectId: reversalId },
        { boundTo: boundTo.takeBackReceipt(reversalId), sent: form },
        (stepUpId) => confirmReversal({ staff, reversalId, stepUpId }),
      )
      return { isProved: true }
    }
    case 'approve': {
      const { payoutId } = form
      await provedBy(
        { staff, action: 'copay.payout_approved', subject: 'copay_payout', subjectId: payoutId },
        { boundTo: boundTo.approvePayout(payoutId), sent: form },
        (stepUpId) => approvePayout({ staff, payoutId, stepUpId }),
      )
      return { isProved: true }
    }
    case 'pay': {
      const { payoutId, method, reference, occurredAt } = form
      await provedBy(
        { staff, action: 'copay.paid_out', subject: 'copay_payout', subjectId: payoutId },
        { boundTo: boundTo.payPayout(payoutId), sent: form },
        (stepUpId) => payOutFamilyPart({ staff, payoutId, stepUpId, method, reference, occurredAt }),
      )
      return { isProved: true }
    }
  }
}
