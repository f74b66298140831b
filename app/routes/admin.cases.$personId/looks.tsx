import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { Look } from '#app/domain/vault/person-page.server.ts'

/** Who looked at what, and why: a record that stays, also when the person is erased. */
export function Looks({ looks, timezone }: { looks: Look[]; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <section aria-labelledby="looks" className="grid gap-2">
      <h2 id="looks" className="text-xl">
        {t('vault:looks.title')}
      </h2>
      {looks.length === 0 ? (
        <p className="text-quiet">{t('vault:looks.none')}</p>
      ) : (
        <DataTable
          caption={t('vault:looks.title')}
          captionHidden
          columns={[
            {
              key: 'at',
              header: t('vault:looks.column.at'),
              names: true,
              cell: ({ occurredAt }) => minute(occurredAt),
            },
            { key: 'by', header: t('vault:looks.column.by'), cell: ({ by }) => <bdi>{by}</bdi> },
            {
              key: 'fields',
              header: t('vault:looks.column.fields'),
              cell: ({ fields, caseCode }) => {
                const at = fields.map((field) => t(`vault:field.${field}`)).join(', ')
                return caseCode ? t('vault:looks.in_case', { at, code: caseCode }) : at
              },
            },
            {
              key: 'reason',
              header: t('vault:looks.column.reason'),
              cell: ({ reason }) => t(`vault:reason.${reason}`),
            },
          ]}
          rows={looks}
          rowKey={({ id }) => String(id)}
        />
      )}
    </section>
  )
}
