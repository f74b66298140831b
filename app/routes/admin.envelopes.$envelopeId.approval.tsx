import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { EnvelopeApprovalForm as ApprovalFields } from '#app/components/envelopes/envelope-approval-form.tsx'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { approveEnvelope } from '#app/domain/envelopes/approve-envelope.server.ts'
import { EnvelopeApprovalForm } from '#app/domain/envelopes/forms.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['envelope'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:approve')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:approve')
  const { envelopeId, page } = await envelopeOf(args, staff)

  const form = parseForm(await args.request.formData(), EnvelopeApprovalForm)
  if (!form.ok) return invalid(form)

  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  const attempted = { staff, action: 'envelope.approved', subject: 'envelope', subjectId: envelopeId }
  if (page.acts.approve) return refusedAttempt(attempted, page.acts.approve, form.values)
  const { contentHash, ...sent } = form.value
  const proof = { boundTo: boundTo.approveEnvelope({ id: envelopeId, contentHash }), sent }
  const outcome = await orRefusal(
    provedBy(attempted, proof, (stepUpId) => approveEnvelope({ staff, envelopeId, contentHash, stepUpId })),
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.envelope(envelopeId))
}

export default function Approval() {
  const { t } = useWords()
  const { page, factors } = useEnvelopeFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('envelope:approval.title')}</h2>
      <ApprovalFields page={page} factors={factors} answer={answer} />
    </>
  )
}
