import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { FundChangeForm } from '#app/domain/funds/change-form.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import { Decisions } from './decisions.tsx'
import { FreeToCommit } from './free-to-commit.tsx'
import { Returns } from './returns.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['forecast', 'control'],
  title: (_, { fund }) => fund.name,
}

export const headers = noStore

const FundParams = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, FundParams)
  const { timezone } = await organization()
  const fund = await fundForecast({
    ...{ fundId, timezone, language: context.language, at: now() },
    fundIds: fundsWhere(staff, 'funds:read'),
  })
  if (!fund) throw new Response(null, { status: 404 })
  return { fund, timezone, mayManage: fundsWhere(staff, 'funds:manage').includes(fundId) }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'funds:manage')
  const { fundId } = parseParams(params, FundParams)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), FundChangeForm)
  if (!form.ok) return invalid(form)
  const { value } = form
  const act =
    value.act === 'state'
      ? changeFundState({ staff, fundId, to: value.state, reason: value.stateReason })
      : changeReserve({ staff, fundId, to: value.reserve, reason: value.reserveReason })
  const outcome = await orRefusal(act, form.values)
  if (!outcome.ok) return outcome.response

  return redirect(`${paths.fundForecast(fundId)}#decisions`, 303)
}

export default function FundForecastPage() {
  const { t } = useWords()
  const { fund, timezone, mayManage } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <div className="grid gap-10">
      <header className="grid gap-1">
        <h1 className="text-2xl">{fund.name}</h1>
        <p>
          <StateMark progress={fund.state === 'open' ? 'done' : 'waiting'}>
            {t(`public:state.${fund.state}`)}
          </StateMark>
        </p>
        <p className="flex flex-wrap gap-x-6">
          <Link to={paths.fundControl(fund.id)}>{t('control:link')}</Link>
          <Link to={paths.envelopes()}>{t('envelope:link')}</Link>
        </p>
        {fund.state !== 'open' && <p className="measure text-quiet">{t(`public:state.why.${fund.state}`)}</p>}
      </header>
      <FreeToCommit fund={fund} timezone={timezone} />
      <Returns fund={fund} timezone={timezone} />
      <Decisions fund={fund} timezone={timezone} mayManage={mayManage} answer={answer ?? undefined} />
    </div>
  )
}
