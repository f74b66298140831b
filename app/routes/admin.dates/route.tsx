import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Filters } from '#app/components/disbursements/filters.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { endFeed } from '#app/domain/calendar-feeds/end-feed.server.ts'
import { ownFeed } from '#app/domain/calendar-feeds/read-feed.server.ts'
import { startFeed } from '#app/domain/calendar-feeds/start-feed.server.ts'
import { calendar } from '#app/domain/court-dates/reads/calendar.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import { Coming } from './coming.tsx'
import { Feed } from './feed.tsx'
import { Month } from './month.tsx'
import { Tasks } from './tasks.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['dates', 'recovery'],
  title: (t) => t('dates:page.title'),
}

export const headers = noStore

const FeedForm = z.object({ act: z.enum(['start', 'end']) })
const monthPattern = /^20\d\d-(?:0[1-9]|1[0-2])$/

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const { searchParams } = new URL(request.url)
  const fundSlug = searchParams.get('fund') || null
  const asked = searchParams.get('month') ?? ''
  const month = monthPattern.test(asked) ? asked : null
  const after = z.uuid().safeParse(searchParams.get('after')).data ?? null
  const { timezone } = await organization()
  return {
    calendar: await calendar({
      staff: { ...staff, language: context.language },
      fundIds: fundsWhere(staff, 'bonds:follow'),
      timezone,
      month,
      fundSlug,
      after,
    }),
    seen: after,
    month,
    feed: await ownFeed(staff.id),
    fundSlug,
    timezone,
    at: now(),
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const form = parseForm(await readForm(request), FeedForm)
  if (!form.ok) return invalid(form)

  if (form.value.act === 'end') {
    await endFeed({ staff })
    return redirect(`${paths.dates()}#feed`)
  }
  const { token } = await startFeed({ staff })
  return data({ address: context.appUrl + paths.calendar(token) }, { headers: noStore() })
}

export default function Dates() {
  const { t } = useWords()
  const { calendar: found, seen, month, feed, fundSlug, timezone, at } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const to = (search: Record<string, string | null>) => {
    const all = { fund: fundSlug, month, after: seen, ...search }
    const kept = Object.entries(all).filter((entry): entry is [string, string] => !!entry[1])
    return `${paths.dates()}?${new URLSearchParams(kept)}`
  }
  const funds = [
    {
      key: 'all',
      label: t('admin:filters.all'),
      count: null,
      to: to({ fund: null, after: null }),
      current: !fundSlug,
    },
    ...found.funds.map(({ slug, name }) => ({
      ...{
        key: slug,
        label: name,
        count: null,
        to: to({ fund: slug, after: null }),
        current: fundSlug === slug,
      },
    })),
  ]
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('dates:page.title')}</h1>
        <p className="measure text-quiet">{t('dates:page.lead')}</p>
        <p className="no-print">
          <Link to={paths.claimTerms()} className="inline-block py-1">
            {t('dates:terms.title')}
          </Link>
        </p>
      </div>
      {found.funds.length > 1 && <Filters label={t('recovery:desk.funds')} filters={funds} />}
      <Tasks tasks={found.tasks} at={at} timezone={timezone} />
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <div>
          <Coming dates={found.coming} />
          <Pagination first={seen && to({ after: null })} next={found.after && to({ after: found.after })} />
        </div>
        <Month calendar={found} to={to} />
      </div>
      <Feed
        feed={feed}
        address={answer && 'address' in answer ? answer.address : undefined}
        timezone={timezone}
      />
    </div>
  )
}
