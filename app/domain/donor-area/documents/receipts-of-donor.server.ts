import { type GiftKind, type PaperKind, paperOf } from '#app/domain/receipts/gift-kind.ts'
import { inTransaction } from '#app/platform/db.ts'

export type OwnReceipt = {
  number: bigint
  /** Which paper it is, by how the gift came. */
  paper: PaperKind
  /** In cents. Of stock it is what its sale brought, which its paper does not say. */
  totalCents: bigint
  givenAt: Date
  /** When the receipt was mailed; null while that mail waits. */
  sentAt: Date | null
  /** Whether there is a mail that can be sent again: what was printed or handed over has none. */
  canBeSent: boolean
  /** The receipt that counts instead, since part of the gift went back; `none` where all of it did. */
  replacedBy: bigint | 'none' | null
}

type Row = Omit<OwnReceipt, 'paper' | 'replacedBy'> & {
  kind: GiftKind
  next: bigint | null
  left: bigint | null
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
    (tx) => tx.$queryRaw<Row[]>`
      select r.number, r.cents as "totalCents", p.occurred_at as "givenAt", p.gift_kind as kind, c.number as next, c.total_cents as left,
             (select min(e.recorded_at) from mail_event e where e.mail_id = r.mail_id and e.kind = 'sent') as "sentAt",
             exists (select from mail m where m.id = r.mail_id) as "canBeSent"
        from (select number, payment_id, total_cents as cents, mail_id from receipt
               union all
              select number, payment_id, total_cents, mail_id from receipt_correction where total_cents > 0) r
        join payment p on p.id = r.payment_id
        left join receipt_correction c on c.replaces = r.number
       where p.donor_id = ${donorId}::uuid and (${before}::bigint is null or r.number < ${before}::bigint)
       order by r.number desc limit ${limit + 1}`,
  )
  const receipts = rows.slice(0, limit).map(({ kind, next, left, ...receipt }) => ({
    ...receipt,
    paper: paperOf[kind],
    replacedBy: left === 0n ? ('none' as const) : next,
  }))
  return { receipts, next: rows.length > limit ? (receipts.at(-1)?.number ?? null) : null }
}
