import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { LinkButton } from '../button.tsx'
import { DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** What was asked of the family of the case, and where their money is. */
export function FamilyOfCase({ page, timezone }: { page: DisbursementPage; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (!page.family) return null
  const { offers, agreements } = page.family
  const last = offers.at(-1)
  const isOpen = page.state === 'proposed' || page.state === 'approved'
  if (!last && !(isOpen && page.mayAskFamily)) return null
  return (
    <div className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('copay:case.title')}</h2>
      <p className="measure">
        {last
          ? t('copay:case.asked', { answer: last.answer, name: last.by, date: day(last.at) })
          : t('copay:case.not_asked')}
      </p>
      {agreements.length > 0 && (
        <div className="w-full">
          <DataTable
            caption={t('copay:case.agreements')}
            captionHidden
            rows={agreements}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'paper',
                header: t('copay:paper.number'),
                names: true,
                cell: ({ id, paperNumber }) => (
                  <Link to={paths.copay(id)} className="inline-block py-1">
                    {paperNumber}
                  </Link>
                ),
              },
              ...(['held', 'posted', 'lost', 'paidOut'] as const).map((part) => ({
                key: part,
                header: t(`copay:money.${part}`),
                align: 'end' as const,
                cell: (agreement: (typeof agreements)[number]) => money(agreement[part]),
              })),
            ]}
          />
        </div>
      )}
      {isOpen && page.mayAskFamily && (
        <LinkButton to={paths.family(page.id)} tone="outline">
          {t(last ? 'copay:case.go_on' : 'copay:case.ask')}
        </LinkButton>
      )}
    </div>
  )
}
