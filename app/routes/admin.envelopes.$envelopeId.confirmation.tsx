import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { ConfirmationForm as ConfirmationFields } from '#app/components/envelopes/confirmation-form.tsx'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import { useWords } from '#app/components/words.ts'
import { confirmDraw } from '#app/domain/envelopes/confirm-draw.server.ts'
import { ConfirmationForm } from '#app/domain/envelopes/forms.ts'
import { envelopeOf } from '#app/http/envelope-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  const { envelopeId, page } = await envelopeOf(args, staff)

  const form = parseForm(await args.request.formData(), ConfirmationForm)
  if (!form.ok) return invalid(form)
  const { disbursementId } = form.value
  if (!page.draws.some((draw) => draw.disbursementId === disbursementId))
    throw new Response(null, { status: 404 })

  const outcome = await orRefusal(confirmDraw({ staff, disbursementId }), form.values)
  return outcome.ok ? redirect(paths.envelope(envelopeId)) : outcome.response
}

export default function Confirmation() {
  const { t } = useWords()
  const { page, timezone } = useEnvelopeFrame()
  const answer = useActionData<typeof action>()
  const draw = page.draws.find(({ disbursementId }) => disbursementId === answer?.values.disbursementId)
  return (
    <>
      <h2 className="text-l">{t('envelope:confirmation.title')}</h2>
      {draw && <ConfirmationFields page={page} draw={draw} timezone={timezone} answer={answer} />}
    </>
  )
}
