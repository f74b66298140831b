import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useSearchParams } from '@remix-run/react'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepForm } from '#app/components/preparation/step-form.tsx'
import { useWords } from '#app/components/words.ts'
import { preparationForm } from '#app/domain/bond-preparation/forms.ts'
import { recordPreparation } from '#app/domain/bond-preparation/record-preparation.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['preparation'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  const { disbursementId } = await disbursementOf(args, staff)

  const { timezone } = await organization()
  const form = parseForm(await args.request.formData(), preparationForm(timezone))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(recordPreparation({ staff, disbursementId, ...form.value }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId))
}

export default function Preparation() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const answer = useActionData<typeof action>()
  const [asked] = useSearchParams()
  const steps = page.preparation?.next.flatMap(({ to, why }) => (why ? [] : to)) ?? []
  const chosen = steps.find((to) => to === asked.get('to')) ?? ''
  return (
    <>
      <h2 className="text-l">{t('preparation:record.title')}</h2>
      {steps.length === 0 && !answer ? (
        <p className="measure text-quiet">{t('preparation:nothing')}</p>
      ) : (
        <StepForm disbursementId={page.id} steps={steps} chosen={chosen} answer={answer} />
      )}
    </>
  )
}
