import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { AuditTable } from '#app/components/records/audit-table.tsx'
import { RolesTable } from '#app/components/records/roles-table.tsx'
import { useWords } from '#app/components/words.ts'
import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundRecord } from '#app/domain/records/fund-record.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { Balances } from './balances.tsx'
import { Changes } from './changes.tsx'
import { Closes } from './closes.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: [
    'control',
    'donors',
    'doors',
    'envelope',
    'forecast',
    'intake',
    'records',
    'recovery',
    'rules',
    'vault',
  ],
  title: (t, { record }) => t('records:fund.title', { fund: record.name }),
}

export const headers = noStore

const actsShown = 20

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { fundId } = parseParams(params, z.object({ fundId: z.uuid() }))
  const { language } = context
  const record = await fundRecord({ fundId, fundIds: fundsWhere(staff, 'audit:read'), language })
  if (!record) throw new Response(null, { status: 404 })

  const filter = { ...wholeAudit, fund: record.slug }
  const { rows } = await listAudit({ staff, language, filter, before: null })
  const { timezone } = await organization()
  return { record, acts: rows.slice(0, actsShown), timezone }
}

export default function FundRecordPage() {
  const { t } = useWords()
  const { record, acts, timezone } = useLoaderData<typeof loader>()
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:fund.title', { fund: record.name })}</h1>
        <p className="measure text-quiet">{t('records:fund.lead')}</p>
        <p>
          {t('records:fund.approvals', { count: record.approvals.count, people: record.approvals.people })}
        </p>
      </div>
      <Balances balances={record.balances} />
      <Changes changes={record.changes} timezone={timezone} />
      <Closes closes={record.closes} timezone={timezone} />
      <RolesTable roles={record.roles} timezone={timezone} />
      <section className="grid gap-3">
        <h2 className="text-xl">{t('records:acts')}</h2>
        <AuditTable rows={acts} timezone={timezone} />
        <p className="print:hidden">
          <Link to={`${paths.audit()}?fund=${record.slug}`} className="inline-block py-1">
            {t('records:acts.all')}
          </Link>
        </p>
      </section>
    </div>
  )
}
