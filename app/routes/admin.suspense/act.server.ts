import { z } from 'zod'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { askTakingBack } from '#app/domain/suspense/ask-taking-back.server.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import { AssignmentForm } from '#app/domain/suspense/assignment-form.ts'
import { confirmTakingBack } from '#app/domain/suspense/confirm-taking-back.server.ts'
import { AskForm, ConfirmForm, KeepForm } from '#app/domain/suspense/taking-back-forms.ts'
import { withdrawTakingBack } from '#app/domain/suspense/withdraw-taking-back.server.ts'
import { provedBy } from '#app/http/proved-by.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

/** Every form of the page; `intent` says which, and one without it says what a movement was. */
export const SuspenseForm = z.discriminatedUnion('intent', [
  AssignmentForm.extend({ intent: z.literal('assign').optional() }).strict(),
  AskForm.strict(),
  ConfirmForm.strict(),
  KeepForm.strict(),
])

/** One press, one act on one movement. Answers whether a proof was given, after which the session is renewed. */
export async function actOnSuspense(
  staff: SignedInStaff,
  form: z.output<typeof SuspenseForm>,
): Promise<boolean> {
  switch (form.intent) {
    case 'ask': {
      const { txnId, number, reason, dated } = form
      await askTakingBack({ staff, named: { txnId, number }, reason, dated })
      return false
    }
    case 'keep':
      await withdrawTakingBack({ staff, reversalId: form.reversalId })
      return false
    case 'confirm': {
      const { reversalId } = form
      await provedBy(
        {
          ...{ staff, action: 'suspense.taken_back' },
          ...{ subject: 'suspense_reversal', subjectId: reversalId },
        },
        { boundTo: boundTo.takeBackSuspense(reversalId), sent: form },
        (stepUpId) => confirmTakingBack({ staff, reversalId, stepUpId }),
      )
      return true
    }
    default: {
      const { txnId, as } = form
      if (as.fundId && !staff.fundIds.includes(as.fundId)) throw new Response(null, { status: 404 })
      await assignSuspense({ staff, txnId, as: as.kind, fundId: as.fundId })
      return false
    }
  }
}
