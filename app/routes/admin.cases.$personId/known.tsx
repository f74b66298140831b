import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { isOfCase } from '#app/domain/vault/fields.ts'
import type { MaskedField } from '#app/domain/vault/person-page.server.ts'

type Props = { fields: MaskedField[]; caseCodes: string[] }

/** What is known, and not what it says. */
export function Known({ person, timezone }: { person: Props; timezone: string }) {
  const { fields, caseCodes } = person
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
            ...(caseCodes.length > 1
              ? [
                  {
                    key: 'case',
                    header: t('vault:case'),
                    whole: true,
                    cell: ({ field, caseCode }: MaskedField) =>
                      caseCode ?? (isOfCase(field) ? t('vault:known.any_case') : t('vault:known.of_person')),
                  },
                ]
              : []),
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
          rowKey={({ field, caseCode }) => `${field} ${caseCode ?? ''}`}
        />
      )}
    </section>
  )
}
