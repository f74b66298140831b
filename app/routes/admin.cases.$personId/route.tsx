import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { SeenFields } from '#app/components/seen-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { PersonForm } from '#app/domain/vault/forms.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { offeredTo } from '#app/domain/vault/reasons.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { EraseForm } from './erase-form.tsx'
import { Known } from './known.tsx'
import { Looks } from './looks.tsx'
import { RevealForm } from './reveal-form.tsx'
import { StoredWhere } from './stored-where.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['doors', 'intake', 'papers', 'vault'],
  title: (t) => t('vault:person.title'),
}

export const headers = noStore

async function personOf(staff: SignedInStaff, params: ActionFunctionArgs['params']) {
  const { personId } = parseParams(params, z.object({ personId: z.uuid() }))
  const person = await personPage({ staff, fundIds: fundsWhere(staff, 'vault:read'), personId })
  if (!person) throw new Response(null, { status: 404 })
  return person
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')
  const person = await personOf(staff, params)
  const names = await namesOfFunds({ fundIds: [person.fundId], language: context.language })
  const { timezone } = await organization()
  const roles = rolesIn(staff, person.fundId)
  return {
    person,
    fund: names.get(person.fundId) ?? '',
    mayReveal: may(roles, 'vault:reveal'),
    reasons: offeredTo(roles, person.reasons),
    mayWrite: may(roles, 'vault:write'),
    mayBreakGlass: may(roles, 'vault:break-glass'),
    mayErase: may(roles, 'vault:erase'),
    timezone,
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')
  const { personId } = await personOf(staff, params)

  const form = parseForm(await readForm(request), PersonForm)
  if (!form.ok) return invalid(form)
  if (form.value.intent === 'erase') {
    const outcome = await orRefusal(erasePerson({ staff, personId }), form.values)
    return outcome.ok ? redirect(paths.casePerson(personId), 303) : outcome.response
  }
  const { fields, caseCode, reason } = form.value
  const outcome = await orRefusal(reveal({ staff, personId, caseCode, fields, reason }), form.values)
  if (!outcome.ok) return outcome.response
  const shown = { asked: fields, seen: outcome.value }
  return data({ refusal: null, values: form.values, errors: {}, ...shown }, { headers: noStore() })
}

export default function CasePerson() {
  const { t } = useWords()
  const { person, fund, mayReveal, reasons, mayWrite, mayBreakGlass, mayErase, timezone } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { day } = useFormats(timezone)
  const { day: calendarDay } = useFormats('UTC')
  const [first] = person.caseCodes
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="text-2xl">
          {first ? t('vault:person.titled', { code: first }) : t('vault:person.title')}
        </h1>
        {person.erasedAt && <Notice>{t('vault:person.erased', { date: day(person.erasedAt) })}</Notice>}
        <dl className="grid gap-x-4 gap-y-1 text-s sm:grid-cols-[8rem_1fr]">
          <dt className="text-quiet">{t('vault:person.fund')}</dt>
          <dd>{fund}</dd>
          <dt className="text-quiet">{t('vault:person.since')}</dt>
          <dd>{day(person.createdAt)}</dd>
          {!person.erasedAt && (
            <>
              <dt className="text-quiet">{t('vault:person.kept')}</dt>
              <dd>
                {person.keptUntil
                  ? t('vault:person.kept_until', { date: calendarDay(person.keptUntil) })
                  : t('vault:person.kept_for_money')}
              </dd>
            </>
          )}
          {person.caseCodes.length > 1 && (
            <>
              <dt className="text-quiet">{t('vault:person.cases')}</dt>
              <dd>{person.caseCodes.join(', ')}</dd>
            </>
          )}
          {person.joined.length > 0 && (
            <>
              <dt className="text-quiet">{t('vault:person.joined')}</dt>
              <dd className="grid gap-1">
                {person.joined.map(({ personId, caseCodes }) => (
                  <Link key={personId} to={paths.casePerson(personId)} className="inline-block py-0.5">
                    {caseCodes.join(', ')}
                  </Link>
                ))}
                <span className="text-quiet">{t('vault:person.joined.hint')}</span>
              </dd>
            </>
          )}
        </dl>
        {!person.erasedAt && (
          <Link to={paths.documents(person.personId)} className="inline-block justify-self-start py-0.5">
            {t('papers:documents.link')}
          </Link>
        )}
      </div>
      {answer && 'seen' in answer && <SeenFields asked={answer.asked} seen={answer.seen} />}
      <Known person={person} timezone={timezone} />
      {mayWrite && !person.erasedAt && (
        <p>
          <LinkButton to={paths.caseFacts(person.personId)} tone="outline">
            {t('vault:facts.link')}
          </LinkButton>
        </p>
      )}
      {!person.erasedAt &&
        person.fields.length > 0 &&
        (mayReveal ? (
          <RevealForm person={person} reasons={reasons} answer={of('reveal')} />
        ) : (
          <Notice>
            <p>{t('vault:reveal.not_you')}</p>
            {mayBreakGlass && (
              <Link to={paths.emergency(person.personId)} className="inline-block py-1">
                {t('doors:emergency.link')}
              </Link>
            )}
          </Notice>
        ))}
      <Looks looks={person.looks} timezone={timezone} />
      <StoredWhere stored={person.stored} />
      {mayErase && !person.erasedAt && <EraseForm person={person} answer={of('erase')} />}
    </div>
  )
}
