import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { readDeskCursor } from '#app/domain/bonds/reads/desk-cursor.ts'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { missingOf } from '#app/domain/papers/bond-lives.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { DueByAge } from './due-by-age.tsx'
import { DueList } from './due-list.tsx'
import { InterestList } from './interest-list.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['dates', 'papers', 'recovery', 'remittance'],
  title: (t) => t('recovery:desk.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const { searchParams } = new URL(request.url)
  const fundSlug = searchParams.get('fund') || null
  const after = readDeskCursor(searchParams.get('after'))

  const { timezone } = await organization()
  const reader = { ...staff, language: context.language }
  const desk = await recoveryDesk({ staff: reader, timezone, fundSlug, after })
  const bondIds = desk.rows.map(({ id }) => id)
  return {
    ...desk,
    missing: await missingOf({ fundIds: staff.fundIds, bondIds }),
    fundSlug,
    isFirst: after === null,
    timezone,
    mayAskIn: fundsWhere(staff, 'bonds:follow'),
  }
}

export default function RecoveryDesk() {
  const { t } = useWords()
  const { rows, interest, after, all, byAge, byFund, fundSlug, isFirst, timezone, mayAskIn, missing } =
    useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const to = (search: Record<string, string | null>) => {
    const kept = Object.entries({ fund: fundSlug, ...search }).filter(
      (entry): entry is [string, string] => !!entry[1],
    )
    return `${paths.recoveryDesk()}?${new URLSearchParams(kept)}`
  }
  const funds = [
    { key: 'all', label: t('admin:filters.all'), count: null, to: to({ fund: null }), current: !fundSlug },
    ...byFund.map(({ slug, name, cents, bonds }) => ({
      key: slug,
      label: t('recovery:desk.fund', { name, amount: money(cents) }),
      count: bonds,
      to: to({ fund: slug }),
      current: fundSlug === slug,
    })),
  ]
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('recovery:desk.title')}</h1>
        <p className="measure text-quiet">{t('recovery:desk.lead')}</p>
        <p className="flex flex-wrap gap-x-6">
          <Link to={paths.unproved()} className="inline-block py-0.5">
            {t('papers:unproved.title')}
          </Link>
          <Link to={paths.mailbox()} className="inline-block py-0.5">
            {t('papers:mailbox.title')}
          </Link>
          <Link to={paths.addressChange()} className="inline-block py-0.5">
            {t('papers:address.title')}
          </Link>
          <Link to={paths.remittances()} className="inline-block py-0.5">
            {t('remittance:list.title')}
          </Link>
        </p>
      </div>
      {byFund.length > 1 && <Filters label={t('recovery:desk.funds')} filters={funds} />}
      {all.bonds === 0 ? (
        <EmptyState title={t('recovery:desk.none.title')}>{t('recovery:desk.none')}</EmptyState>
      ) : (
        <>
          <p className="font-display text-xl">
            {t('recovery:desk.total', { count: all.bonds, amount: money(all.cents) })}
          </p>
          <DueByAge byAge={byAge} />
          <DueList rows={rows} timezone={timezone} mayAskIn={mayAskIn} missing={missing} />
        </>
      )}
      <Pagination first={isFirst ? null : to({})} next={after && to({ after })} />
      {isFirst && interest.length > 0 && <InterestList rows={interest} timezone={timezone} />}
    </div>
  )
}
