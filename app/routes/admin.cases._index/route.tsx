import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { indexKinds } from '#app/domain/vault/fields.ts'
import { SearchForm } from '#app/domain/vault/forms.ts'
import { searchCases } from '#app/domain/vault/search-cases.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Found } from './found.tsx'

export const handle: PageHandle = { hydrate: true, words: ['vault'], title: (t) => t('vault:cases.title') }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'vault:read')
  const { timezone } = await organization()
  return { timezone }
}

/** A search is posted, so that no name stands in an address. */
export async function action({ context, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')

  const form = parseForm(await readForm(request), SearchForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(searchCases({ staff, ...form.value }), form.values)
  if (!outcome.ok) return outcome.response

  const names = await namesOfFunds({ fundIds: staff.fundIds, language: context.language })
  const found = outcome.value.map(({ fundId, ...person }) => ({ ...person, fund: names.get(fundId) ?? '' }))
  return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
}

export default function Cases() {
  const { t } = useWords()
  const { timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('vault:cases.title')}</h1>
        <p className="measure text-quiet">{t('vault:cases.lead')}</p>
      </div>
      <section aria-labelledby="search" className="grid gap-3">
        <h2 id="search" className="text-xl">
          {t('vault:search.title')}
        </h2>
        <ActForm
          action={`${paths.cases()}?index`}
          refusal={entries.refusal}
          submit={t('vault:search.submit')}
          tone="outline"
        >
          <ChoiceField
            name="kind"
            label={t('vault:search.kind')}
            defaultValue={entries.value('kind', 'name')}
            error={entries.error('kind')}
            choices={indexKinds.map((kind) => ({ value: kind, label: t(`vault:kind.${kind}`) }))}
          />
          <Field
            name="plain"
            label={t('vault:search.plain')}
            hint={t('vault:search.plain_hint')}
            defaultValue={entries.value('plain')}
            error={entries.error('plain')}
            autoComplete="off"
            required
          />
        </ActForm>
      </section>
      {answer && 'found' in answer && <Found people={answer.found} timezone={timezone} />}
    </div>
  )
}
