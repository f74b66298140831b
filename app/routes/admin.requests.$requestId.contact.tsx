import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { ContactForm } from '#app/components/requests/contact-form.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { useWords } from '#app/components/words.ts'
import { correctContact } from '#app/domain/requests/correct-contact.server.ts'
import { ContactForm as ContactFields } from '#app/domain/requests/forms.ts'
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
  return answerRequestAct(args, staff, { form: ContactFields, act: correctContact })
}

export default function Contact() {
  const { t } = useWords()
  return (
    <>
      <h2 className="text-l">{t('intake:contact.title')}</h2>
      <ContactForm page={useRequestFrame().page} answer={useActionData<FormAnswer>()} />
    </>
  )
}
