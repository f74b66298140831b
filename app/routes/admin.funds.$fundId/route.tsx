import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { fundAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { fundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { fundFollowing } from '#app/domain/fund-followings/fund-followings.server.ts'
import { FundChangeForm } from '#app/domain/funds/change-form.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { solicitingRules } from '#app/domain/jurisdictions/soliciting.server.ts'
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
import { FundAtBank } from './at-bank.tsx'
import { Decisions } from './decisions.tsx'
import { FreeToCommit } from './free-to-commit.tsx'
import { GiftsFollow } from './gifts-follow.tsx'
import { OnAsking } from './on-asking.tsx'
import { Returns } from './returns.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: [
    'at-bank',
    'cash',
    'control',
    'donors',
    'envelope',
    'expenses',
    'forecast',
    'intake',
    'records',
    'refunds',
    'rules',
  ],
  title: (_, { fund }) => fund.name,
}

export const headers = noStore

const FundParams = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, FundParams)
  const { timezone } = await organization()
  const fundIds = fundsWhere(staff, 'funds:read')
  const at = now()
  const fund = await fundForecast({ fundId, fundIds, timezone, language: context.language, at })
  if (!fund) throw new Response(null, { status: 404 })
  const following = await fundFollowing({ fundId, fundIds })
  const onAsking = await solicitingRules({ fundId, fundIds, at })
  return {
    ...{ fund, onAsking, timezone, following, bank: await fundAtBank({ staff, fundId }) },
    mayManage: fundsWhere(staff, 'funds:manage').includes(fundId),
    mayReadGifts: fundsWhere(staff, 'donations:read').length > 0,
    mayAudit: fundsWhere(staff, 'audit:read').includes(fundId),
  }
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
  const { fund, onAsking, timezone, following, bank, mayReadGifts, mayManage, mayAudit } =
    useLoaderData<typeof loader>()
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
        <FundLinks fundId={fund.id} mayAudit={mayAudit} />
        {fund.state !== 'open' && <p className="measure text-quiet">{t(`public:state.why.${fund.state}`)}</p>}
      </header>
      <OnAsking rules={onAsking} />
      <GiftsFollow following={following} mayRead={mayReadGifts} />
      <FreeToCommit fund={fund} timezone={timezone} />
      {bank && <FundAtBank bank={bank} />}
      <Returns fund={fund} timezone={timezone} />
      <Decisions fund={fund} timezone={timezone} mayManage={mayManage} answer={answer ?? undefined} />
    </div>
  )
}

/** Everything else that is set or kept for this fund alone. */
function FundLinks({ fundId, mayAudit }: { fundId: string; mayAudit: boolean }) {
  const { t } = useWords()
  const links = [
    [paths.fundIntake(fundId), t('intake:settings.link')],
    [paths.fundPurpose(fundId), t('control:purpose.link')],
    [paths.fundControl(fundId), t('control:link')],
    [paths.fundRefunds(fundId), t('refunds:policy.link')],
    [paths.fundAmounts(fundId), t('donors:amounts.link')],
    [paths.envelopes(), t('envelope:link')],
    [paths.expenses({ fundId }), t('expenses:link')],
    [paths.certificates(), t('rules:certificates.title')],
    [paths.reports(), t('rules:reports.title')],
    ...(mayAudit ? [[paths.fundRecord(fundId), t('records:fund.link')] as const] : []),
  ] as const
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {links.map(([to, words]) => (
        <li key={to}>
          <Link to={to} className="inline-block py-1">
            {words}
          </Link>
        </li>
      ))}
    </ul>
  )
}
