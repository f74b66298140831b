import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { ScreeningForm } from '#app/components/requests/screening-form.tsx'
import { useWords } from '#app/components/words.ts'
import { recordScreening } from '#app/domain/requests/record-screening.server.ts'
import { ScreeningForm as ScreeningFields } from '#app/domain/requests/screening.ts'
import { noStore } from '#app/http/no-store.ts'
import { answerRequestAct } from '#app/http/request-act.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['intake'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'requests:work')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'requests:work')
  return answerRequestAct(args, staff, {
    form: ScreeningFields,
    act: ({ criteria, requestId, staff: by, ...answers }) =>
      recordScreening({ staff: by, requestId, criteria, answers }),
  })
}

export default function Screening() {
  const { t } = useWords()
  return (
    <>
      <h2 className="text-l">{t('intake:screening.title')}</h2>
      <ScreeningForm page={useRequestFrame().page} answer={useActionData<FormAnswer>()} />
    </>
  )
}
