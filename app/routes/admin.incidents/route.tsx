import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { confirmLifting } from '#app/domain/incidents/confirm-lifting.server.ts'
import { LiftForm, RaiseForm } from '#app/domain/incidents/incident.ts'
import { liftIncident } from '#app/domain/incidents/lift-incident.server.ts'
import { listIncidents } from '#app/domain/incidents/list-incidents.server.ts'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { IncidentEntry } from './incident-entry.tsx'
import { RaiseIncident } from './raise-incident.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['records'],
  title: (t) => t('records:incident.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'incidents:read')
  const page = await listIncidents({ staff, language: context.language })
  const { timezone } = await organization()
  return { ...page, timezone }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'incidents:raise')

  const form = parseForm(
    await readForm(request),
    z.discriminatedUnion('intent', [RaiseForm.strict(), LiftForm.strict()]),
  )
  if (!form.ok) return invalid(form)
  if (!(await isTheirs(staff, context.language, form.value))) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(actOn(staff, form.value), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.incidents(), 303)
}

type Entered = z.output<typeof RaiseForm> | z.output<typeof LiftForm>

/** An incident or a fund of others is an address that does not exist. */
async function isTheirs(staff: SignedInStaff, language: string, entered: Entered): Promise<boolean> {
  if (entered.intent === 'raise') return staff.fundIds.includes(entered.fundId)
  const { incidents } = await listIncidents({ staff, language })
  return incidents.some(({ id }) => id === entered.incidentId)
}

const actOn = (staff: SignedInStaff, entered: Entered): Promise<unknown> => {
  if (entered.intent === 'raise') return raiseIncident({ staff, ...entered })
  const { incidentId } = entered
  return entered.intent === 'lift'
    ? liftIncident({ staff, incidentId })
    : confirmLifting({ staff, incidentId })
}

export default function Incidents() {
  const { t } = useWords()
  const { incidents, mayRaise, timezone } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:incident.title')}</h1>
        <p className="measure text-quiet">{t('records:incident.lead')}</p>
        <p className="measure text-quiet">{t('records:incident.goes_on')}</p>
      </div>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {mayRaise.length > 0 && <RaiseIncident funds={mayRaise} entries={entries} />}
      <section className="grid gap-6">
        <h2 className="text-xl">{t('records:incident.history')}</h2>
        {incidents.length === 0 && (
          <EmptyState title={t('records:incident.none.title')}>{t('records:incident.none')}</EmptyState>
        )}
        {incidents.map((incident) => (
          <IncidentEntry key={incident.id} incident={incident} timezone={timezone} />
        ))}
      </section>
    </div>
  )
}
