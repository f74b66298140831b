import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { endListing } from '#app/domain/intake/end-listing.server.ts'
import { IntakeForm } from '#app/domain/intake/forms.ts'
import { intakePage } from '#app/domain/intake/intake-page.server.ts'
import { listPartner } from '#app/domain/intake/list-partner.server.ts'
import { listPlace } from '#app/domain/intake/list-place.server.ts'
import { setIntake } from '#app/domain/intake/set-intake.server.ts'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { setVaultTerm } from '#app/domain/vault/set-vault-term.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Listings } from './listings.tsx'
import { Priority } from './priority.tsx'
import { Settings } from './settings.tsx'
import { Term } from './term.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['intake'],
  title: (t, { name }) => t('intake:settings.title', { fund: name }),
}

export const headers = noStore

const FundParams = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')
  const { fundId } = parseParams(params, FundParams)
  const page = fundsWhere(staff, 'requests:work').includes(fundId)
    ? await intakePage({ staff, fundId })
    : null
  if (!page) throw new Response(null, { status: 404 })
  const names = await namesOfFunds({ fundIds: [fundId], language: context.language })
  return { page, name: names.get(fundId) ?? '', maySet: fundsWhere(staff, 'funds:manage').includes(fundId) }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')
  const { fundId } = parseParams(params, FundParams)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), IntakeForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(act(staff, fundId, form.value), form.values)
  return outcome.ok ? redirect(`${paths.fundIntake(fundId)}#${form.value.intent}`, 303) : outcome.response
}

function act(staff: ActingStaff, fundId: string, entered: z.output<typeof IntakeForm>): Promise<void> {
  switch (entered.intent) {
    case 'settings': {
      const { intent: _, firstDay, lastDay, opens, closes, ...settings } = entered
      const hours = `${firstDay}-${lastDay} ${opens}-${closes}`
      return setIntake({ staff, intake: { fundId, hours, ...settings } })
    }
    case 'priority':
      return setPriority({ staff, fundId, criteria: entered.criteria })
    case 'term':
      return setVaultTerm({ staff, fundId, months: entered.months })
    case 'partner':
      return listPartner({ staff, fundId, name: entered.name })
    case 'place':
      return listPlace({ staff, fundId, name: entered.name, phone: entered.phone })
    case 'end':
      return endListing({ staff, fundId, listing: { kind: entered.kind, id: entered.id } })
  }
}

export default function FundIntake() {
  const { t } = useWords()
  const { page, name, maySet } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const of = (...intents: string[]) =>
    intents.includes(String(answer?.values.intent)) ? (answer ?? undefined) : undefined
  return (
    <div className="grid gap-10">
      <header className="grid gap-1">
        <Link to={paths.requests()} className="inline-block py-1 text-s">
          {t('intake:back')}
        </Link>
        <h1 className="text-2xl">{t('intake:settings.title', { fund: name })}</h1>
        <p className="measure text-quiet">{t('intake:settings.lead')}</p>
      </header>
      <Settings page={page} maySet={maySet} answer={of('settings')} />
      <Term page={page} maySet={maySet} answer={of('term')} />
      <Priority page={page} maySet={maySet} answer={of('priority')} />
      <Listings page={page} maySet={maySet} answer={of('partner', 'place', 'end')} />
    </div>
  )
}
