import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { ApprovalForm as ApprovalFields } from '#app/components/disbursements/approval-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { useWords } from '#app/components/words.ts'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import { ApprovalForm } from '#app/domain/disbursements/forms.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:approve')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:approve')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const form = parseForm(await args.request.formData(), ApprovalForm)
  if (!form.ok) return invalid(form)

  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  const attempted = {
    staff,
    action: 'disbursement.approved',
    subject: 'disbursement',
    subjectId: disbursementId,
  }
  if (page.acts.approve) return refusedAttempt(attempted, page.acts.approve, {})
  const { contentHash, place, ...sent } = form.value
  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: boundTo.approve({ id: disbursementId, contentHash }), sent }, (stepUpId) =>
      approveDisbursement({ staff, disbursementId, contentHash, seenPlace: place, stepUpId }),
    ),
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.disbursement(disbursementId))
}

export default function Approval() {
  const { t } = useWords()
  const { page, factors } = useDisbursementFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('admin:approval.title')}</h2>
      <ApprovalFields page={page} factors={factors} answer={answer} />
    </>
  )
}
