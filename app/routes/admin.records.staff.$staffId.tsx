import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { AuditTable } from '#app/components/records/audit-table.tsx'
import { RolesTable } from '#app/components/records/roles-table.tsx'
import { useWords } from '#app/components/words.ts'
import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { listAudit } from '#app/domain/audit/list-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { staffRecord } from '#app/domain/records/staff-record.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['donors', 'doors', 'envelope', 'forecast', 'intake', 'records', 'recovery', 'rules', 'vault'],
  title: (_, { record }) => record.name,
}

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { staffId } = parseParams(params, z.object({ staffId: z.uuid() }))
  const record = await staffRecord({ staffId, staff })
  if (!record) throw new Response(null, { status: 404 })

  const { language } = context
  const filter = { ...wholeAudit, actor: staffId }
  const { rows } = await listAudit({ staff, language, filter, before: null })
  const names = await namesOfFunds({ fundIds: fundsWhere(staff, 'audit:read'), language })
  const { timezone } = await organization()
  return { record, acts: rows, funds: Object.fromEntries(names), timezone }
}

export default function StaffRecordPage() {
  const { t } = useWords()
  const { record, acts, funds, timezone } = useLoaderData<typeof loader>()
  const { counts, staffId } = record
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        <h1 className="text-2xl">
          <bdi>{record.name}</bdi>
        </h1>
        <p className="measure text-quiet">{t('records:staff.lead')}</p>
      </div>
      <Facts
        facts={(['acts', 'signIns', 'looks', 'refused'] as const).map((key) => ({
          key,
          label: t(`records:staff.${key}`),
          value: String(counts[key]),
          number: true,
        }))}
      />
      <p className="print:hidden">
        <Link to={`${paths.audit()}?actor=${staffId}&outcome=refused`} className="inline-block py-1">
          {t('records:staff.refused.open')}
        </Link>
      </p>
      <RolesTable roles={record.roles} timezone={timezone} fundNameOf={(fundId) => funds[fundId] ?? ''} />
      <section className="grid gap-3">
        <h2 className="text-xl">{t('records:acts')}</h2>
        {acts.length === 0 ? (
          <EmptyState title={t('admin:audit.none.title')}>{t('records:staff.none')}</EmptyState>
        ) : (
          <AuditTable rows={acts} timezone={timezone} />
        )}
        <p className="print:hidden">
          <Link to={`${paths.audit()}?actor=${staffId}`} className="inline-block py-1">
            {t('records:acts.all')}
          </Link>
        </p>
      </section>
    </div>
  )
}
