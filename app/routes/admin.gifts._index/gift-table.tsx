import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { GiftMarks } from '#app/components/refunds/gift-marks.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedGift } from '#app/domain/gifts/gift-mark.ts'
import { paths } from '#app/http/paths.ts'

/** Gifts as a list. Addresses are masked: the gift's own page shows one, and keeps who looked. */
export function GiftTable({
  caption,
  gifts,
  timezone,
}: {
  caption: string
  gifts: ListedGift[]
  timezone: string
}) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const columns: Column<ListedGift>[] = [
    {
      key: 'receipt',
      header: t('refunds:gifts.receipt'),
      names: true,
      whole: true,
      cell: ({ id, receiptNumber }) => (
        <Link to={paths.gift(id)} className="figures inline-block py-1">
          {receiptNumber}
        </Link>
      ),
    },
    {
      key: 'donor',
      header: t('refunds:gifts.donor'),
      cell: ({ donorName, email, isMonthly }) => (
        <>
          <bdi className="wrap-anywhere">{donorName}</bdi>
          <span className="block text-s text-quiet">
            <bdi>{email}</bdi>
            {isMonthly && ` · ${t('refunds:gifts.monthly')}`}
          </span>
        </>
      ),
    },
    {
      key: 'amount',
      header: t('refunds:gifts.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
    {
      key: 'back',
      header: t('refunds:gifts.back'),
      align: 'end',
      cell: ({ refundedCents }) => (refundedCents > 0n ? money(refundedCents) : null),
    },
    { key: 'card', header: t('refunds:gifts.card'), whole: true, cell: ({ last4 }) => last4 },
    { key: 'day', header: t('refunds:gifts.day'), whole: true, cell: ({ occurredAt }) => minute(occurredAt) },
    { key: 'marks', header: t('refunds:gifts.marks'), cell: ({ marks }) => <GiftMarks marks={marks} /> },
  ]
  return <DataTable caption={caption} captionHidden columns={columns} rows={gifts} rowKey={({ id }) => id} />
}
