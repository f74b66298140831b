import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type Entries, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { today } from '#app/domain/organization/today.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { type FactField, factFields, factsForm } from '#app/domain/vault/facts-form.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { writeFacts } from '#app/domain/vault/write-facts.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { ChargeFact } from './charge-fact.tsx'

export const handle: PageHandle = { hydrate: true, words: ['vault'], title: (t) => t('vault:facts.title') }

export const headers = noStore

async function personOf(staff: SignedInStaff, params: ActionFunctionArgs['params']) {
  const { personId } = parseParams(params, z.object({ personId: z.uuid() }))
  const person = await personPage({ staff, fundIds: fundsWhere(staff, 'vault:write'), personId })
  if (!person || person.erasedAt) throw new Response(null, { status: 404 })
  return { personId, caseCodes: person.caseCodes, known: person.fields.map(({ field }) => field) }
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'vault:write')
  return personOf(staff, params)
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:write')
  const { personId } = await personOf(staff, params)

  const form = parseForm(await readForm(request), factsForm(await today()))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(writeFacts({ staff, personId, facts: form.value }), form.values)
  return outcome.ok ? redirect(paths.casePerson(personId), 303) : outcome.response
}

export default function Facts() {
  const { t } = useWords()
  const { personId, caseCodes, known } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-5">
      <header>
        <Link to={paths.casePerson(personId)} className="inline-block py-1 text-s">
          {t('vault:facts.back', { code: caseCodes[0] ?? '' })}
        </Link>
        <h1 className="text-2xl">{t('vault:facts.title')}</h1>
        <p className="measure text-quiet">{t('vault:facts.lead')}</p>
      </header>
      <ActForm action={paths.caseFacts(personId)} refusal={entries.refusal} submit={t('vault:facts.submit')}>
        {factFields.map((field) => (
          <Fact key={field} field={field} known={known.includes(field)} entries={entries} />
        ))}
      </ActForm>
    </div>
  )
}

type FactProps = { field: FactField; known: boolean; entries: Entries }

function Fact({ field, known, entries }: FactProps) {
  const { t } = useWords()
  const entry = {
    name: field,
    label: t(`vault:field.${field}`),
    ...(known ? { hint: t('vault:facts.known') } : {}),
    defaultValue: entries.value(field),
    error: entries.error(field),
    autoComplete: 'off',
  }
  if (field === 'charge_class') return <ChargeFact known={known} entries={entries} />
  if (field === 'note') return <FreeText {...entry} maxLength={4000} />
  return <Field {...entry} maxLength={200} {...(field === 'birth_date' ? { type: 'date' } : {})} />
}
