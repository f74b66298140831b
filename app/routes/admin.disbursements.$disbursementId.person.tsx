import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { today } from '#app/domain/organization/today.server.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { identityForm } from '#app/domain/postings/forms.ts'
import { recordIdentity } from '#app/domain/postings/record-identity.server.ts'
import { slipFieldsOf } from '#app/domain/postings/slip/slip-fields.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['vault', 'window'] }

export const headers = noStore

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'vault:write')
  const { disbursementId } = await disbursementOf(args, staff)
  const assignment = await assignmentPage({ staff, disbursementId })
  return { lacking: assignment?.lacking ?? [], elsewhere: assignment?.elsewhere ?? false }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'vault:write')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const form = parseForm(await readForm(args.request), identityForm(await today(), page.kind))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(recordIdentity({ staff, disbursementId, fields: form.value }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId), 303)
}

/** Whom the case is about, as a clerk asks. What is known already is not shown: to see it is a look of its own. */
export default function Identity() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const { lacking, elsewhere } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <>
      <h2 className="text-l">{t('window:identity.title')}</h2>
      {elsewhere && (
        <Notice title={t('window:identity.elsewhere')}>
          <p>{t('window:identity.elsewhere.enter')}</p>
        </Notice>
      )}
      <ActForm
        action={paths.identity(page.id)}
        refusal={entries.refusal}
        submit={t('window:identity.submit')}
      >
        <p className="measure text-s text-quiet">{t('window:identity.lead')}</p>
        {slipFieldsOf(page.kind).map((field) => (
          <Field
            key={field}
            id={`identity-${field}`}
            name={field}
            type={field === 'birth_date' ? 'date' : 'text'}
            label={t(`vault:field.${field}`)}
            hint={lacking.includes(field) || elsewhere ? undefined : t('window:identity.known')}
            maxLength={200}
            autoComplete="off"
            defaultValue={entries.value(field)}
            error={entries.error(field)}
          />
        ))}
      </ActForm>
    </>
  )
}
