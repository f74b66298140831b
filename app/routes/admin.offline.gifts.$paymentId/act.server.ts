import { z } from 'zod'
import { askReversal } from '#app/domain/offline-gifts/ask-reversal.server.ts'
import { confirmReversal } from '#app/domain/offline-gifts/confirm-reversal.server.ts'
import { ConfirmForm, KeepForm, PrintedForm, ReversalForm } from '#app/domain/offline-gifts/forms.ts'
import { markPrinted } from '#app/domain/offline-gifts/mark-printed.server.ts'
import { withdrawReversal } from '#app/domain/offline-gifts/withdraw-reversal.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provedBy } from '#app/http/proved-by.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

/** Every form of the page; `intent` says which. */
export const GiftForm = z.discriminatedUnion('intent', [
  ReversalForm.strict(),
  ConfirmForm.strict(),
  KeepForm.strict(),
  PrintedForm.strict(),
])

/** One press, one act on one gift. Answers whether a proof was given, after which the session is renewed. */
export async function actOnGift(
  staff: SignedInStaff,
  paymentId: string,
  form: z.output<typeof GiftForm>,
): Promise<boolean> {
  switch (form.intent) {
    case 'ask': {
      const { reason, fee, happenedOn, parts } = form
      await askReversal({ staff, paymentId, reason, fee, happenedOn, parts })
      return false
    }
    case 'keep':
      await withdrawReversal({ staff, reversalId: form.reversalId })
      return false
    case 'printed':
      await markPrinted({ staff, paymentId })
      return false
    case 'confirm': {
      const { reversalId } = form
      await provedBy(
        {
          ...{ staff, action: 'offline.reversed' },
          ...{ subject: 'offline_reversal', subjectId: reversalId },
        },
        { boundTo: boundTo.confirmOfflineReversal(reversalId), sent: form },
        (stepUpId) => confirmReversal({ staff, reversalId, stepUpId }),
      )
      return true
    }
  }
}
