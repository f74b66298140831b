import { type Column, DataTable } from '#app/components/data-table.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { AssignedMovement } from '#app/domain/suspense/suspense-page.server.ts'
import { TakingBack } from './taking-back.tsx'

type Props = {
  movements: AssignedMovement[]
  timezone: string
  answer: FormAnswer | undefined
  factors: Factors
}

/** What was said so far, by whom: a record that stays, also where it was taken back. */
export function Assigned({ movements, timezone, answer, factors }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (movements.length === 0) return <p className="text-quiet">{t('admin:suspense.assigned.none')}</p>

  const columns: Column<AssignedMovement>[] = [
    {
      key: 'as',
      header: t('admin:suspense.column.as'),
      names: true,
      cell: ({ kind, fundName }) => (
        <span className="inline-block min-w-40">
          {t(`admin:suspense.as.${kind}`, { fund: fundName ?? '' })}
        </span>
      ),
    },
    {
      key: 'amount',
      header: t('admin:suspense.column.amount'),
      align: 'end',
      cell: ({ netCents }) => money(netCents),
    },
    {
      key: 'by',
      header: t('admin:suspense.column.by'),
      cell: ({ assignedBy }) => <bdi>{assignedBy}</bdi>,
    },
    {
      key: 'at',
      header: t('admin:suspense.column.at'),
      whole: true,
      cell: ({ assignedAt }) => minute(assignedAt),
    },
    {
      key: 'stripe',
      header: t('admin:suspense.fact.stripe'),
      cell: ({ txnId }) => (
        <code dir="ltr" className="text-s">
          {txnId}
        </code>
      ),
    },
    {
      key: 'back',
      header: t('admin:suspense.column.back'),
      prose: true,
      cell: (movement) => <TakingBack {...{ movement, timezone, answer, factors }} />,
    },
  ]
  return (
    <DataTable
      caption={t('admin:suspense.assigned.title')}
      captionHidden
      columns={columns}
      rows={movements}
      rowKey={({ txnId, number }) => `${txnId}:${number}`}
    />
  )
}
