import { Link } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { useWords } from '#app/components/words.ts'
import type { ImportLine } from '#app/domain/imports/list-imports.server.ts'
import { paths } from '#app/http/paths.ts'

/** Each file that was brought, the newest first. */
export function Batches({ batches, timezone }: { batches: ImportLine[]; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (batches.length === 0)
    return <EmptyState title={t('imports:list.none.title')}>{t('imports:list.none')}</EmptyState>
  return (
    <DataTable
      caption={t('imports:list.title')}
      captionHidden
      rows={batches}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'file',
          header: t('imports:list.file'),
          names: true,
          cell: ({ id, layout, uploadedAt }) => (
            <Link to={paths.importBatch(id)}>
              {t(`imports:layout.${layout}`)}, {minute(uploadedAt)}
            </Link>
          ),
        },
        { key: 'fund', header: t('imports:list.fund'), cell: ({ fundName }) => fundName },
        { key: 'by', header: t('imports:list.by'), cell: ({ uploadedBy }) => uploadedBy },
        { key: 'stage', header: t('imports:list.stage'), cell: ({ stage }) => t(`imports:stage.${stage}`) },
        {
          key: 'rows',
          header: t('imports:list.rows'),
          align: 'end',
          cell: ({ rows }) => (rows > 0 ? t('imports:list.count', { count: rows }) : ''),
        },
        {
          key: 'sum',
          header: t('imports:list.sum'),
          align: 'end',
          cell: ({ rows, cents }) => (rows > 0 ? money(cents) : ''),
        },
      ]}
    />
  )
}
