import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { exposureForm } from '#app/domain/forfeiture-calls/call-form.ts'
import { sayExposure } from '#app/domain/forfeiture-calls/say-exposure.server.ts'
import { answerBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['copay'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  return answerBondAct(args, staff, { form: exposureForm, act: sayExposure })
}

/** What a court can call of a bond, where its payment did not say it, or said it wrong. */
export default function Exposure() {
  const { t } = useWords()
  const { page } = useBondFrame()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <>
      <h2 className="text-l">{t('copay:exposure.say.title')}</h2>
      <p className="measure text-quiet">{t('copay:exposure.say.lead')}</p>
      <ActForm
        action={paths.bondExposure(page.id)}
        refusal={entries.refusal}
        submit={t('copay:exposure.say.submit')}
      >
        <MoneyInput
          id="exposure-full"
          name="full"
          label={t('copay:exposure.say.full')}
          hint={t(`copay:exposure.say.hint${page.shared ? '_shared' : ''}`)}
          defaultValue={entries.value('full')}
          error={entries.error('full')}
          required
        />
      </ActForm>
    </>
  )
}
