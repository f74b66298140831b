import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { PaperForm } from '#app/components/bonds/paper-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { paperForm } from '#app/domain/papers/forms.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { answerBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['papers'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  return answerBondAct(args, staff, { form: paperForm, act: recordPaper })
}

export default function Papers() {
  const { t } = useWords()
  const { page, papers } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('papers:paper.title')}</h2>
      <PaperForm bondId={page.id} papers={papers} answer={answer} />
    </>
  )
}
