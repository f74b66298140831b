import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { RecoveryForm } from '#app/components/bonds/recovery-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { recoveryForm } from '#app/domain/bonds/forms.ts'
import { moreThanWasLost } from '#app/domain/bonds/more-than-there-is.ts'
import { recordRecovery } from '#app/domain/bonds/record-recovery.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { answerProvedBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['recovery'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:return')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:return')
  return answerProvedBondAct(args, staff, {
    name: 'recovery',
    action: 'bond.recovered',
    form: recoveryForm,
    impossible: (page, { received }) => moreThanWasLost({ left: page.lostInAll, received }),
    boundTo: (page, { received, interest }) => boundTo.bondRecovery({ bondId: page.id, received, interest }),
    act: recordRecovery,
  })
}

export default function Recovery() {
  const { t } = useWords()
  const { page, factors, timezone } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('recovery:recovery.title')}</h2>
      <RecoveryForm page={page} factors={factors} timezone={timezone} answer={answer} />
    </>
  )
}
