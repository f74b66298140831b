import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { MyCash } from '#app/components/cash/my-cash.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { MyNights } from '#app/components/envelopes/my-nights.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { myCash } from '#app/domain/cash/reads/my-cash.server.ts'
import { myNights } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { myPostings } from '#app/domain/postings/my-postings.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['cash', 'envelope', 'expenses', 'window'],
  title: (t) => t('window:mine.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'postings:read')
  const postings = await myPostings({ staffId: staff.id, language: context.language })
  const cash = await myCash({ staffId: staff.id, language: context.language })
  const nights = await myNights({ ...staff, language: context.language })
  const { timezone } = await organization()
  const { searchParams } = new URL(request.url)
  return {
    postings,
    cash,
    nights,
    timezone,
    now: now(),
    done: searchParams.get('done') === '1',
    tried: searchParams.get('tried') === '1',
  }
}

/** What was given to this person to post, the cash that they carry, and the nights that name them. */
export default function MyPostings() {
  const { t } = useWords()
  const { postings, cash, nights, timezone, now, done, tried } = useLoaderData<typeof loader>()
  const { minute } = useFormats(timezone)
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('window:mine.title')}</h1>
      {done && <Notice title={t('window:done.title')}>{t('window:done')}</Notice>}
      {tried && <Notice title={t('window:done.title')}>{t('window:tried')}</Notice>}
      {postings.length === 0 ? (
        <EmptyState title={t('window:mine.none.title')}>{t('window:mine.none')}</EmptyState>
      ) : (
        <DataTable
          caption={t('window:mine.caption', { count: postings.length })}
          columns={[
            {
              key: 'case',
              header: t('admin:fact.case'),
              names: true,
              cell: ({ id, caseCode }) => (
                <Link to={paths.posting(id)} className="figures inline-block whitespace-nowrap py-0.5">
                  {caseCode}
                </Link>
              ),
            },
            { key: 'kind', header: t('admin:fact.purpose'), cell: ({ kind }) => t(`admin:kind.${kind}`) },
            { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
            {
              key: 'until',
              header: t('window:mine.until'),
              cell: ({ expiresAt }) => minute(expiresAt),
            },
          ]}
          rows={postings}
          rowKey={({ id }) => id}
        />
      )}
      <MyCash advances={cash} timezone={timezone} />
      <MyNights nights={nights} timezone={timezone} now={now} />
      <p className="no-print">
        <Link to={paths.claimExpense()} className="inline-block py-1">
          {t('expenses:new.from_window')}
        </Link>
      </p>
    </div>
  )
}
