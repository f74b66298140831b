import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { PlaceForm } from '#app/components/bonds/place-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { placeOfBondForm } from '#app/domain/claim-terms/claim-term-forms.ts'
import { sayPlace } from '#app/domain/claim-terms/say-place.server.ts'
import { answerBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['dates'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  return answerBondAct(args, staff, { form: placeOfBondForm, act: sayPlace })
}

export default function Place() {
  const { t } = useWords()
  const { page } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('dates:place.title')}</h2>
      <PlaceForm page={page} answer={answer} />
    </>
  )
}
