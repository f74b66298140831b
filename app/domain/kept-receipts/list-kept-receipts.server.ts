import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

export type KeptReceiptRow = {
  paymentId: string
  number: bigint
  givenAt: Date
  /** The last day of its legal term. */
  keptUntil: Date
}

const page = 50

type Listed = { rows: KeptReceiptRow[]; next: bigint | null }

/**
 * What is sealed of receipts whose donors were erased, of gifts for these funds alone, the newest number first: no name is
 * opened for it. `before` is the last number seen.
 */
export async function listKeptReceipts(of: { fundIds: string[]; before: bigint | null }): Promise<Listed> {
  const { fundIds, before } = of
  const rows = await keptReceipts(
    fundIds,
    Prisma.sql`(${before}::bigint is null or p.receipt_number < ${before}::bigint)`,
    page + 1,
  )
  const shown = rows.slice(0, page)
  return { rows: shown, next: rows.length > page ? (shown.at(-1)?.number ?? null) : null }
}

/** One of them; null where it is none of these funds', or its term is over. */
export async function keptReceipt(of: {
  fundIds: string[]
  paymentId: string
}): Promise<KeptReceiptRow | null> {
  const [row] = await keptReceipts(of.fundIds, Prisma.sql`p.id = ${of.paymentId}::uuid`, 1)
  return row ?? null
}

const keptReceipts = (fundIds: string[], where: Prisma.Sql, most: number): Promise<KeptReceiptRow[]> =>
  inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<KeptReceiptRow[]>`
      select p.id::text as "paymentId", p.receipt_number as number, p.occurred_at as "givenAt", k.keep_until as "keptUntil"
        from kept_receipt k join payment p on p.id = k.payment_id
       where k.shredded_at is null and ${where}
         and not exists (select from donation d where d.payment_id = p.id and d.fund_id <> all (${fundIds}::uuid[]))
       order by p.receipt_number desc limit ${most}`,
  )
