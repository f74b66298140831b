import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { type ListedUpdate, listUpdates } from '#app/domain/impact-updates/list-updates.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:updates.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'updates:read')
  const fundSlug = new URL(request.url).searchParams.get('fund') || null
  const updates = await listUpdates({
    fundIds: fundsWhere(staff, 'updates:read'),
    language: context.language,
    fundSlug,
  })
  const { timezone } = await organization()
  return { updates, timezone, mayCompose: fundsWhere(staff, 'updates:compose').length > 0 }
}

export default function Updates() {
  const { t } = useWords()
  const { updates, timezone, mayCompose } = useLoaderData<typeof loader>()
  const columns = useColumns(timezone)
  const compose = mayCompose && <LinkButton to={paths.newUpdate()}>{t('admin:updates.new')}</LinkButton>
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl">{t('admin:updates.title')}</h1>
        {updates.length > 0 && compose}
      </div>
      {updates.length > 0 ? (
        <DataTable
          caption={t('admin:updates.title')}
          captionHidden
          columns={columns}
          rows={updates}
          rowKey={({ id }) => id}
        />
      ) : (
        <EmptyState title={t('admin:updates.none.title')} next={compose}>
          {t('admin:updates.none')}
        </EmptyState>
      )}
    </div>
  )
}

function useColumns(timezone: string): Column<ListedUpdate>[] {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  return [
    {
      key: 'title',
      header: t('admin:updates.column.title'),
      names: true,
      cell: ({ id, title }) => (
        <Link to={paths.update(id)} className="inline-block py-0.5">
          <bdi>{title}</bdi>
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('admin:updates.column.state'),
      cell: ({ publishedAt }) => (
        <StateMark progress={publishedAt ? 'done' : 'waiting'}>
          {publishedAt
            ? t('admin:updates.state.published', { date: day(publishedAt) })
            : t('admin:updates.state.draft')}
        </StateMark>
      ),
    },
    { key: 'fund', header: t('admin:updates.column.fund'), cell: ({ fundName }) => fundName },
    { key: 'by', header: t('admin:updates.column.by'), cell: ({ composedBy }) => composedBy },
    { key: 'at', header: t('admin:updates.column.at'), cell: ({ composedAt }) => day(composedAt) },
  ]
}
