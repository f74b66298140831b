import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { ChaseForm } from '#app/components/bonds/chase-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { isAsked } from '#app/domain/bonds/chase.ts'
import { chaseForm } from '#app/domain/bonds/forms.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { answerBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['dates', 'papers', 'recovery'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  return answerBondAct(args, staff, { form: chaseForm, act: recordChase })
}

export default function Chase() {
  const { t } = useWords()
  const { page } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t(isAsked(page.state) ? 'recovery:ask.title' : 'recovery:chase.title')}</h2>
      <ChaseForm page={page} answer={answer} />
    </>
  )
}
