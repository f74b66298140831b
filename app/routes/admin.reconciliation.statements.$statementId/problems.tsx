import { DataTable } from '#app/components/data-table.tsx'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { StatementProblem } from '#app/domain/bank/statement/statement.ts'

type Props = { problems: StatementProblem[]; problemCount: number; isCsv: boolean }

/** All that is wrong, by row and column; as long as there is any, nothing is taken in. */
export function Problems({ problems, problemCount, isCsv }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="problems" className="grid gap-4">
      <h2 id="problems" className="text-l">
        {t('reconciliation:problems.title', { count: problemCount })}
      </h2>
      <Notice tone="refusal">{t('reconciliation:problems.lead')}</Notice>
      <DataTable
        caption={t('reconciliation:problems.title', { count: problemCount })}
        captionHidden
        rows={problems}
        rowKey={({ row, column, code }) => `${row} ${column} ${code}`}
        columns={[
          {
            key: 'row',
            header: t(isCsv ? 'reconciliation:column.row' : 'reconciliation:column.number'),
            align: 'end',
            cell: ({ row }) => row,
          },
          {
            key: 'column',
            header: t('reconciliation:column.column'),
            align: 'end',
            cell: ({ column }) => column ?? '',
          },
          {
            key: 'what',
            header: t('reconciliation:column.problem'),
            names: true,
            cell: ({ code }) => <span className="font-normal">{t(`reconciliation:problem.${code}`)}</span>,
          },
        ]}
      />
    </section>
  )
}
