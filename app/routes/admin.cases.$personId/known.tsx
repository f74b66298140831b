import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { MaskedField } from '#app/domain/vault/person-page.server.ts'

/** What is known, and not what it says. */
export function Known({ fields, timezone }: { fields: MaskedField[]; timezone: string }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  return (
    <section aria-labelledby="known" className="grid gap-2">
      <h2 id="known" className="text-xl">
        {t('vault:known.title')}
      </h2>
      {fields.length === 0 ? (
        <p className="text-quiet">{t('vault:known.none')}</p>
      ) : (
        <DataTable
          caption={t('vault:known.title')}
          captionHidden
          stacks
          dense
          columns={[
            {
              key: 'field',
              header: t('vault:known.column.field'),
              names: true,
              cell: ({ field }) => t(`vault:field.${field}`),
            },
            {
              key: 'value',
              header: t('vault:known.column.value'),
              cell: ({ versions, requests }) =>
                [
                  ...(versions > 1 ? [t('vault:known.kept', { count: versions })] : []),
                  ...(versions === 1 ? [t('vault:known.masked')] : []),
                  ...(requests > 0 ? [t('vault:known.requests', { count: requests })] : []),
                ].join(' · '),
            },
            {
              key: 'since',
              header: t('vault:known.column.since'),
              whole: true,
              cell: ({ recordedAt }) => day(recordedAt),
            },
          ]}
          rows={fields}
          rowKey={({ field }) => field}
        />
      )}
    </section>
  )
}
