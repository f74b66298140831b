import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { CallForm } from '#app/domain/forfeiture-calls/call-form.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['copay', 'vault'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:propose')
  return null
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const page = await bondPage({ bondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await request.formData(), CallForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(proposeForfeitureCall({ staff, bondId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.disbursement(outcome.value.disbursementId)) : outcome.response
}

/** A court asks for more than the deposit: put forward here, approved and paid as any disbursement. */
export default function Call() {
  const { t } = useWords()
  const { page, timezone } = useBondFrame()
  const { money } = useFormats(timezone)
  const entries = useEntries(useActionData<typeof action>())
  return (
    <>
      <h2 className="text-l">{t('copay:call.title')}</h2>
      <p className="measure text-quiet">{t('copay:call.lead')}</p>
      <ActForm action={paths.bondCall(page.id)} refusal={entries.refusal} submit={t('copay:call.submit')}>
        <MoneyInput
          id="call-amount"
          name="amount"
          label={t('copay:call.amount')}
          hint={t('copay:call.at_most', { left: money(page.exposure?.left ?? 0n) })}
          defaultValue={entries.value('amount')}
          error={entries.error('amount')}
          required
        />
        <Field
          id="call-payee"
          name="payee"
          label={t('copay:call.payee')}
          maxLength={120}
          defaultValue={entries.value('payee')}
          error={entries.error('payee')}
          required
        />
        <Field
          id="call-venue"
          name="venue"
          label={t('copay:call.venue')}
          maxLength={200}
          defaultValue={entries.value('venue')}
          error={entries.error('venue')}
          required
        />
        <FreeText
          id="call-note"
          name="evidenceNote"
          label={t('copay:call.note')}
          maxLength={2000}
          defaultValue={entries.value('evidenceNote')}
          error={entries.error('evidenceNote')}
        />
      </ActForm>
    </>
  )
}
