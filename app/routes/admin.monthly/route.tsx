import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useKeepingFund } from '#app/components/use-keeping-fund.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { askForCard } from '#app/domain/recurring-donations/ask-for-card.server.ts'
import { listSchedules } from '#app/domain/recurring-donations/list-schedules.server.ts'
import { ScheduleFilter } from '#app/domain/recurring-donations/schedule-list.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Schedules } from './schedules.tsx'
import { UnknownSchedules } from './unknown-schedules.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:monthly.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { searchParams } = new URL(request.url)
  const filter = ScheduleFilter.parse({
    view: searchParams.get('view') ?? undefined,
    after: searchParams.get('after'),
  })
  const fundIds = fundsWhere(staff, 'donations:read')
  const { timezone } = await organization()
  return {
    ...(await listSchedules({ fundIds, language: context.language, ...filter })),
    ...{ ...filter, timezone },
    mayAsk: fundsWhere(staff, 'schedules:ask').length > 0,
    asked: searchParams.get('asked') === 'true',
  }
}

const AskForm = z.object({ scheduleId: z.uuid() })

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'schedules:ask')
  const form = parseForm(await readForm(request), AskForm)
  if (!form.ok) return invalid(form)
  const asked = { id: staff.id, fundIds: fundsWhere(staff, 'schedules:ask') }
  const outcome = await orRefusal(askForCard({ staff: asked, ...form.value }), form.values)
  if (!outcome.ok) {
    if (outcome.response.data.refusal?.code === 'schedule_unknown') throw new Response(null, { status: 404 })
    return outcome.response
  }
  const view = ScheduleFilter.shape.view.parse(new URL(request.url).searchParams.get('view') ?? undefined)
  return redirect(`${paths.monthlyGifts()}?${new URLSearchParams({ view, asked: 'true' })}`, 303)
}

export default function MonthlyGifts() {
  const { t } = useWords()
  const { schedules, next, views, unknown, view, after, timezone, mayAsk, asked } =
    useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const entries = useEntries(useActionData<typeof action>() ?? undefined)
  const to = useKeepingFund(paths.monthlyGifts())
  const shown = views.find((each) => each.view === view)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('donors:monthly.title')}</h1>
        <p className="measure text-quiet">{t('donors:monthly.lead')}</p>
      </div>
      {entries.isBack && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal ?? t('errors:malformed')}
        </Notice>
      )}
      {asked && !entries.isBack && (
        <Notice title={t('donors:monthly.asked.title')}>{t('donors:monthly.asked')}</Notice>
      )}
      <UnknownSchedules schedules={unknown} timezone={timezone} />
      <nav aria-label={t('donors:monthly.views')}>
        <ul className="flex flex-wrap gap-x-6 gap-y-1 border-b border-hairline pb-2">
          {views.map((each) => (
            <li key={each.view}>
              <Link
                to={to({ view: each.view })}
                aria-current={each.view === view ? 'page' : undefined}
                className="inline-block py-1 aria-[current]:font-semibold aria-[current]:text-ink"
              >
                {t(`donors:monthly.view.${each.view}`)} <span className="figures">{each.count}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-labelledby="shown" className="grid gap-3">
        <h2 id="shown" className="text-xl">
          {t(`donors:monthly.view.${view}`)}
        </h2>
        <p className="measure text-quiet">{t(`donors:monthly.view.${view}.lead`)}</p>
        {schedules.length === 0 ? (
          <EmptyState title={t('donors:monthly.none.title')}>{t('donors:monthly.none')}</EmptyState>
        ) : (
          <>
            <p className="font-semibold">
              {t('donors:monthly.sum', { count: shown?.count ?? 0, amount: money(shown?.cents ?? 0n) })}
            </p>
            <Schedules schedules={schedules} view={view} timezone={timezone} mayAsk={mayAsk} />
          </>
        )}
        <Pagination first={after && to({ view })} next={next && to({ view, after: next })} />
      </section>
    </div>
  )
}
