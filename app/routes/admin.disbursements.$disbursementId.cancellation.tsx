import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { ReasonForm } from '#app/components/disbursements/reason-form.tsx'
import { useWords } from '#app/components/words.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { cancellationReasons } from '#app/domain/disbursements/disbursement.ts'
import { CancellationForm } from '#app/domain/disbursements/forms.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:cancel')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:cancel')
  const { disbursementId } = await disbursementOf(args, staff)

  const form = parseForm(await args.request.formData(), CancellationForm)
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
