import { inTransaction } from '#app/platform/db.ts'

export type OwnReceipt = {
  number: bigint
  totalCents: bigint
  givenAt: Date
  /** When the receipt was mailed; null while that mail waits. */
  sentAt: Date | null
  /** The receipt that counts instead, since part of the gift went back; `none` where all of it did. */
  replacedBy: bigint | 'none' | null
}

/** A donor's receipts and what corrected them, the newest first, in pages: `before` is the last number seen. */
export async function receiptsOfDonor(of: {
  donorId: string
  before: bigint | null
  limit?: number
}): Promise<{ receipts: OwnReceipt[]; next: bigint | null }> {
  const { donorId, before, limit = 50 } = of
  const rows = await inTransaction(
    { scope: { kind: 'donor', donorId } },
    (tx) => tx.$queryRaw<(Omit<OwnReceipt, 'replacedBy'> & { next: bigint | null; left: bigint | null })[]>`
      select r.number, r.cents as "totalCents", p.occurred_at as "givenAt", c.number as next, c.total_cents as left,
             (select min(e.recorded_at) from mail_event e where e.mail_id = r.mail_id and e.kind = 'sent') as "sentAt"
        from (select number, payment_id, total_cents as cents, mail_id from receipt
               union all
              select number, payment_id, total_cents, mail_id from receipt_correction where total_cents > 0) r
        join payment p on p.id = r.payment_id
        left join receipt_correction c on c.replaces = r.number
       where p.donor_id = ${donorId}::uuid and (${before}::bigint is null or r.number < ${before}::bigint)
       order by r.number desc limit ${limit + 1}`,
  )
  const receipts = rows
    .slice(0, limit)
    .map(({ next, left, ...receipt }) => ({ ...receipt, replacedBy: left === 0n ? ('none' as const) : next }))
  return { receipts, next: rows.length > limit ? (receipts.at(-1)?.number ?? null) : null }
}
