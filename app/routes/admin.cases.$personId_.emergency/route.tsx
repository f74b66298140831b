import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Emergencies } from '#app/components/emergencies.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { SeenFields } from '#app/components/seen-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { breakGlass } from '#app/domain/vault/emergency/break-glass.server.ts'
import { emergenciesOf } from '#app/domain/vault/emergency/emergencies.server.ts'
import { EmergencyForm } from '#app/domain/vault/emergency/emergency.ts'
import { listDocumentsInEmergency } from '#app/domain/vault/emergency/list-documents-in-emergency.server.ts'
import { lookInEmergency } from '#app/domain/vault/emergency/look-in-emergency.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Documents } from './documents.tsx'
import { LookForm } from './look-form.tsx'
import { OpenForm } from './open-form.tsx'

export const handle: PageHandle = {
  words: ['doors', 'intake', 'papers', 'vault'],
  title: (t) => t('doors:emergency.document'),
}
export const headers = noStore

/** What can come back from asking for a file, which has no page of its own. */
const refusals = ['emergency_look_stays_in_its_hour', 'role_may_not', 'person_is_erased']

async function personOf(staff: SignedInStaff, params: ActionFunctionArgs['params']) {
  const { personId } = parseParams(params, z.object({ personId: z.uuid() }))
  const person = await personPage({ staff, fundIds: fundsWhere(staff, 'vault:break-glass'), personId })
  if (!person || person.erasedAt) throw new Response(null, { status: 404 })
  return person
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'vault:break-glass')
  const { personId, fundId, caseCodes, fields } = await personOf(staff, params)
  const { timezone } = await organization()
  return {
    person: { personId, code: caseCodes[0] ?? '', caseCodes, fields },
    mayLook: may(rolesIn(staff, fundId), 'vault:reveal'),
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
    ...(await emergenciesOf({ fundIds: [fundId], personId, readerId: staff.id })),
    refused: refusals.find((code) => code === new URL(request.url).searchParams.get('refused')) ?? null,
    timezone,
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:break-glass')
  const { personId } = await personOf(staff, params)
  const form = parseForm(await readForm(request), EmergencyForm)
  if (!form.ok) return invalid(form)

  const { value } = form
  if (value.intent === 'open') {
    const { reason } = value
    const opened = provedBy(
      { staff, action: 'person.glass_broken', subject: 'person', subjectId: personId },
      { boundTo: boundTo.breakGlass({ personId, reason }), sent: value },
      (stepUpId) => breakGlass({ staff, personId, reason, stepUpId }),
    )
    const outcome = await orRefusal(opened, form.values)
    return outcome.ok ? redirectAfterStepUp(staff, paths.emergency(personId)) : outcome.response
  }
  if (value.intent === 'documents') {
    const listed = await orRefusal(listDocumentsInEmergency({ staff, personId }), form.values)
    if (!listed.ok) return listed.response
    const documents = listed.value
    return data({ refusal: null, values: form.values, errors: {}, documents }, { headers: noStore() })
  }
  const { fields, caseCode } = value
  const outcome = await orRefusal(lookInEmergency({ staff, personId, caseCode, fields }), form.values)
  if (!outcome.ok) return outcome.response
  const shown = { asked: fields, seen: outcome.value }
  return data({ refusal: null, values: form.values, errors: {}, ...shown }, { headers: noStore() })
}

/** One record, for an hour, in an emergency. */
export default function Emergency() {
  const { t } = useWords()
  const { person, mayLook, factors, mine, past, refused, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="text-2xl">
          {person.code ? t('doors:emergency.title', { code: person.code }) : t('doors:emergency.document')}
        </h1>
        <p className="measure">{t('doors:emergency.lead')}</p>
        <p className="measure text-quiet">{t('doors:emergency.money')}</p>
        <p className="flex flex-wrap gap-x-6">
          <Link to={paths.casePerson(person.personId)} className="inline-block py-1">
            {t('doors:emergency.to_case')}
          </Link>
          <Link to={paths.emergencies()} className="inline-block py-1">
            {t('doors:emergencies.title')}
          </Link>
        </p>
      </div>
      {refused && !answer && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {t(`errors:${refused}`)}
        </Notice>
      )}
      {answer && 'seen' in answer && <SeenFields asked={answer.asked} seen={answer.seen} />}
      {mayLook ? (
        <Notice>{t('doors:emergency.may_look')}</Notice>
      ) : mine ? (
        <>
          <LookForm person={person} endsAt={mine.endsAt} timezone={timezone} answer={of('look')} />
          <Documents
            personId={person.personId}
            documents={answer && 'documents' in answer ? answer.documents : null}
            answer={of('documents')}
          />
        </>
      ) : (
        <OpenForm personId={person.personId} factors={factors} answer={of('open')} />
      )}
      {past.length > 0 && (
        <section aria-labelledby="past" className="grid gap-6">
          <h2 id="past" className="text-xl">
            {t('doors:emergencies.of_record')}
          </h2>
          <Emergencies emergencies={past} timezone={timezone} />
        </section>
      )}
    </div>
  )
}
