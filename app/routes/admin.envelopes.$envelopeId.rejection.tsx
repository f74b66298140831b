import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import { EnvelopeReasonForm } from '#app/components/envelopes/envelope-reason-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { EnvelopeRejectionForm } from '#app/domain/envelopes/forms.ts'
import { rejectEnvelope } from '#app/domain/envelopes/reject-envelope.server.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['envelope'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:reject')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:reject')
  const { envelopeId } = await envelopeOf(args, staff)

  const form = parseForm(await args.request.formData(), EnvelopeRejectionForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(rejectEnvelope({ staff, envelopeId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.envelope(envelopeId)) : outcome.response
}

export default function Rejection() {
  const { t } = useWords()
  const { page } = useEnvelopeFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('envelope:rejection.title')}</h2>
      <EnvelopeReasonForm act="rejection" envelopeId={page.id} answer={answer} />
    </>
  )
}
