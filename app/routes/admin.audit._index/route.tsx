import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { AuditTable } from '#app/components/records/audit-table.tsx'
import { useWords } from '#app/components/words.ts'
import { isFiltered, readAuditFilter, searchOf } from '#app/domain/audit/audit-filter.ts'
import { chainState } from '#app/domain/audit/chain-state.server.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { ChainLine } from './chain-line.tsx'
import { AuditFilters } from './filters.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors', 'doors', 'envelope', 'forecast', 'intake', 'records', 'recovery', 'rules', 'vault'],
  title: (t) => t('admin:audit.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { searchParams } = new URL(request.url)
  const filter = readAuditFilter((name) => searchParams.get(name))
  const asked = searchParams.get('before')
  const before = asked !== null && /^\d{1,18}$/.test(asked) ? BigInt(asked) : null

  const page = await listAudit({ staff, language: context.language, filter, before })
  const { timezone } = await organization()
  return { ...page, filter, chain: await chainState(), isFirst: before === null, timezone }
}

export default function Audit() {
  const { t } = useWords()
  const { rows, older, funds, actors, filter, chain, isFirst, timezone } = useLoaderData<typeof loader>()
  const to = (before: string | null) => `${paths.audit()}?${searchOf(filter, { before })}`
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('admin:audit.title')}</h1>
        <p className="measure text-quiet">{t('admin:audit.lead')}</p>
      </div>
      <ChainLine chain={chain} timezone={timezone} />
      <AuditFilters filter={filter} funds={funds} actors={actors} />
      {filter.case && (
        <p className="print:hidden">
          <Link to={paths.caseRecord(filter.case)} className="inline-block py-1">
            {t('records:case.open', { code: filter.case })}
          </Link>
        </p>
      )}
      {rows.length > 0 ? (
        <AuditTable rows={rows} timezone={timezone} />
      ) : (
        <EmptyState title={t('admin:audit.none.title')}>
          {t(isFiltered(filter) || !isFirst ? 'admin:audit.none.filtered' : 'admin:audit.none')}
        </EmptyState>
      )}
      <Pagination first={isFirst ? null : to(null)} next={older && to(older)} />
      <p className="print:hidden">
        <Link to={`${paths.auditExport()}?${searchOf(filter)}`} className="inline-block py-1">
          {t('records:export.open')}
        </Link>
        {' · '}
        <Link to={paths.samples()} className="inline-block py-1">
          {t('records:sample.title')}
        </Link>
        {' · '}
        <Link to={paths.incidents()} className="inline-block py-1">
          {t('records:incident.title')}
        </Link>
      </p>
    </div>
  )
}
