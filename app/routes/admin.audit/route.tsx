import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { auditGroups, auditOutcomes, listAudit } from '#app/domain/audit/list-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { AuditFilters } from './filters.tsx'
import { AuditTable } from './table.tsx'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:audit.title') }

export const headers = noStore

/** What the address may ask for. What it asks for wrongly is not asked for. */
const Asked = z.object({
  fund: z.string().min(1).nullable().catch(null),
  actor: z
    .union([z.uuid(), z.enum(['system', 'host'])])
    .nullable()
    .catch(null),
  outcome: z.enum(auditOutcomes).nullable().catch(null),
  group: z.enum(auditGroups).nullable().catch(null),
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable()
    .catch(null),
})

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { searchParams } = new URL(request.url)
  const asked = (name: string) => searchParams.get(name)
  const { before, ...filter } = Asked.parse({
    ...{ fund: asked('fund'), actor: asked('actor'), outcome: asked('outcome') },
    ...{ group: asked('group'), before: asked('before') },
  })

  const actorKind = (['system', 'host'] as const).find((kind) => kind === filter.actor) ?? null
  const page = await listAudit({
    staff,
    language: context.language,
    filter: {
      ...{ fundSlug: filter.fund, outcome: filter.outcome, group: filter.group },
      actorKind,
      actorId: actorKind ? null : filter.actor,
    },
    before: before === null ? null : BigInt(before),
  })
  const { timezone } = await organization()
  return { ...page, filter, groups: auditGroups, isFirst: before === null, timezone }
}

export default function Audit() {
  const { t } = useWords()
  const { rows, older, funds, actors, filter, groups, isFirst, timezone } = useLoaderData<typeof loader>()
  const isFiltered = Object.values(filter).some((value) => value !== null)
  const to = (before: string | null) => {
    const kept = Object.entries({ ...filter, before }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    )
    return `${paths.audit()}?${new URLSearchParams(kept)}`
  }
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('admin:audit.title')}</h1>
        <p className="measure text-quiet">{t('admin:audit.lead')}</p>
      </div>
      <AuditFilters filter={filter} groups={groups} funds={funds} actors={actors} />
      {rows.length > 0 ? (
        <AuditTable rows={rows} timezone={timezone} />
      ) : (
        <EmptyState title={t('admin:audit.none.title')}>
          {t(isFiltered || !isFirst ? 'admin:audit.none.filtered' : 'admin:audit.none')}
        </EmptyState>
      )}
      <Pagination first={isFirst ? null : to(null)} next={older && to(older)} />
    </div>
  )
}
