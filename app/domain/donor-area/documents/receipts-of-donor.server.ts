import { inTransaction } from '#app/platform/db.ts'

export type OwnReceipt = {
  number: bigint
  totalCents: bigint
  givenAt: Date
  /** When the receipt was mailed; null while that mail waits. */
  sentAt: Date | null
}

/** A donor's receipts, the newest first, in pages: `before` is the last number seen. */
export async function receiptsOfDonor(of: {
  donorId: string
  before: bigint | null
  limit?: number
}): Promise<{ receipts: OwnReceipt[]; next: bigint | null }> {
  const { donorId, before, limit = 50 } = of
  const rows = await inTransaction(
    { scope: { kind: 'donor', donorId } },
    (tx) => tx.$queryRaw<OwnReceipt[]>`
      select r.number, r.total_cents as "totalCents", p.occurred_at as "givenAt",
             (select min(e.recorded_at) from mail_event e where e.mail_id = r.mail_id and e.kind = 'sent') as "sentAt"
        from receipt r join payment p on p.id = r.payment_id
       where p.donor_id = ${donorId}::uuid and (${before}::bigint is null or r.number < ${before}::bigint)
       order by r.number desc limit ${limit + 1}`,
  )
  const receipts = rows.slice(0, limit)
  return { receipts, next: rows.length > limit ? (receipts.at(-1)?.number ?? null) : null }
}
