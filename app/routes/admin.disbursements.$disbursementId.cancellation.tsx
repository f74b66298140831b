import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { ReasonForm } from '#app/components/disbursements/reason-form.tsx'
import { useWords } from '#app/components/words.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { cancellationReasons } from '#app/domain/disbursements/disbursement.ts'
import { CancellationForm } from '#app/domain/disbursements/forms.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:cancel')
  return null
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:cancel')
  const { disbursementId } = parseParams(params, z.object({ disbursementId: z.uuid() }))
  const page = await disbursementPage({ disbursementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await request.formData(), CancellationForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(
    cancelDisbursement({ staff, disbursementId, reason: form.value.reason }),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId))
}

export default function Cancellation() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('admin:cancellation.title')}</h2>
      <ReasonForm
        act="cancellation"
        action={paths.cancellation(page.id)}
        reasons={cancellationReasons}
        answer={answer}
      />
    </>
  )
}
