import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { z } from 'zod'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { ReturnForm } from '#app/components/bonds/return-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { returnForm } from '#app/domain/bonds/forms.ts'
import { moreThanIsDue } from '#app/domain/bonds/more-than-there-is.ts'
import { recordReturn } from '#app/domain/bonds/record-return.server.ts'
import { sum } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { answerProvedBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const headers = noStore
export const handle: PageHandle = { words: ['recovery'] }

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:return')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:return')
  return answerProvedBondAct(args, staff, {
    ...{ name: 'return', action: 'bond.returned', form: returnForm, act: recordReturn },
    impossible: (page, entered) => moreThanIsDue({ due: page.dueInAll, ...figures(entered) }),
    boundTo: (page, entered) => boundTo.bondReturn({ bondId: page.id, ...figures(entered) }),
  })
}

const figures = ({ received, interest, deductions }: z.output<ReturnType<typeof returnForm>>) => ({
  received,
  interest,
  kept: sum(deductions.map(({ amount }) => amount)),
})

export default function Return() {
  const { t } = useWords()
  const { page, factors, timezone } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('admin:bond.return.title')}</h2>
      <ReturnForm page={page} factors={factors} timezone={timezone} answer={answer} />
    </>
  )
}
