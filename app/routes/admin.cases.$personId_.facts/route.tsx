import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type Entries, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { CaseChoice } from '#app/components/fields-to-see.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { today } from '#app/domain/organization/today.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { type FactField, factFields, factsForm } from '#app/domain/vault/facts-form.ts'
import { isOfCase } from '#app/domain/vault/fields.ts'
import { type MaskedField, personPage } from '#app/domain/vault/person-page.server.ts'
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
  return { personId, caseCodes: person.caseCodes, known: person.fields }
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

  const outcome = await orRefusal(writeFacts({ staff, personId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.casePerson(personId), 303) : outcome.response
}

export default function FactsPage() {
  const { t } = useWords()
  const { personId, caseCodes, known } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const several = caseCodes.length > 1
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
        {several ? (
          <>
            <Facts legend={t('vault:facts.of_person')} fields={ofPerson} known={known} entries={entries} />
            <Facts legend={t('vault:facts.of_case')} fields={ofOneCase} known={known} entries={entries}>
              <CaseChoice caseCodes={caseCodes} hint={t('vault:facts.case_hint')} entries={entries} />
            </Facts>
          </>
        ) : (
          factFields.map((field) => <Fact key={field} field={field} known={known} entries={entries} />)
        )}
      </ActForm>
    </div>
  )
}

const ofPerson = factFields.filter((field) => !isOfCase(field))
const ofOneCase = factFields.filter(isOfCase)

type FactsProps = {
  legend: string
  fields: FactField[]
  known: MaskedField[]
  entries: Entries
  children?: ReactNode
}

/** What is of the person, or of one of several cases, under a heading of its own. */
function Facts({ legend, fields, known, entries, children }: FactsProps) {
  return (
    <fieldset className="grid gap-5">
      <legend className="pb-2 text-l font-semibold">{legend}</legend>
      {children}
      {fields.map((field) => (
        <Fact key={field} field={field} known={known} entries={entries} />
      ))}
    </fieldset>
  )
}

type FactProps = { field: FactField; known: MaskedField[]; entries: Entries }

function Fact({ field, known: all, entries }: FactProps) {
  const { t } = useWords()
  const lines = all.filter((each) => each.field === field)
  const known = lines.length > 0
  const cases = lines.flatMap(({ caseCode }) => caseCode ?? [])
  const entry = {
    name: field,
    label: t(`vault:field.${field}`),
    ...(known
      ? {
          hint:
            cases.length > 0
              ? t('vault:facts.known_in', { codes: cases.join(', ') })
              : t('vault:facts.known'),
        }
      : {}),
    defaultValue: entries.value(field),
    error: entries.error(field),
    autoComplete: 'off',
  }
  if (field === 'charge_class') return <ChargeFact known={known} entries={entries} />
  if (field === 'note') return <FreeText {...entry} maxLength={4000} />
  return <Field {...entry} maxLength={200} {...(field === 'birth_date' ? { type: 'date' } : {})} />
}
