import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { z } from 'zod'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { CloseDemandForm, OpenDemandForm } from '#app/domain/demands/forms.ts'
import { listDemands } from '#app/domain/demands/list-demands.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Demand } from './demand.tsx'
import { NewDemand } from './new-demand.tsx'

export const handle: PageHandle = { hydrate: true, words: ['vault'], title: (t) => t('vault:demands.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'demands:manage')
  const fundIds = fundsWhere(staff, 'demands:manage')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const demands = await listDemands({ staff, fundIds })
  const { timezone } = await organization()
  return {
    demands: demands.map(({ fundId, ...demand }) => ({
      ...demand,
      fund: fundId && (names.get(fundId) ?? ''),
    })),
    funds: [...names].map(([id, name]) => ({ id, name })),
    timezone,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'demands:manage')
  const sent = await readForm(request)
  const form = parseForm(sent, sent.get('intent') === 'close' ? CloseDemandForm : OpenDemandForm)
  if (!form.ok) return invalid(form)

  const { timezone } = await organization()
  const outcome = await orRefusal(enter(staff, form.value, timezone), form.values)
  return outcome.ok ? redirect(paths.demands(), 303) : outcome.response
}

type Entered = z.output<typeof CloseDemandForm> | z.output<typeof OpenDemandForm>

const enter = async (staff: SignedInStaff, entered: Entered, timezone: string): Promise<void> => {
  if ('demandId' in entered) return closeDemand({ staff, ...entered })
  await openDemand({ staff, demand: entered, timezone })
}

export default function Demands() {
  const { t } = useWords()
  const { demands, funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const closing = (id: string) => (answer?.values.demandId === id ? answer : undefined)
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <p className="border-s-4 border-loss ps-4 font-display text-l font-semibold">
          {t('vault:demands.first')}
        </p>
        <h1 className="text-2xl">{t('vault:demands.title')}</h1>
        <p className="measure text-quiet">{t('vault:demands.lead')}</p>
      </div>
      <section aria-labelledby="register" className="grid gap-6">
        <h2 id="register" className="text-xl">
          {t('vault:demands.list')}
        </h2>
        {demands.length === 0 ? (
          <EmptyState title={t('vault:demands.none.title')}>{t('vault:demands.none')}</EmptyState>
        ) : (
          <ul className="grid gap-6">
            {demands.map((demand) => (
              <li key={demand.id} className="border-t border-hairline pt-4">
                <Demand demand={demand} timezone={timezone} answer={closing(demand.id)} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <NewDemand funds={funds} answer={answer?.values.intent === 'open' ? answer : undefined} />
    </div>
  )
}
