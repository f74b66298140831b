import { receiptName } from '#app/domain/receipts/receipt-name.ts'
import type { Tx } from '#app/platform/db.ts'
import { sealReceipt } from './receipt-key.server.ts'

/**
 * Seals what the receipts of a donor say until the last day of the year in which their legal term ends. Answers how many
 * there are. Once sealed, a receipt is not sealed anew.
 */
export async function keepReceipts(tx: Tx, { donorId }: { donorId: string }): Promise<number> {
  const payments = await tx.payment.findMany({
    where: { donorId, keptReceipt: null },
    include: { intent: true, donor: true },
    orderBy: { id: 'asc' },
  })
  for (const payment of payments) {
    const { email, language } = payment.intent
    const { sealed, wrapped } = sealReceipt({ name: receiptName(payment), email, language }, payment.id)
    await tx.$executeRaw`
      insert into kept_receipt (payment_id, sealed, keep_until)
      select ${payment.id}::uuid, ${sealed}, make_date(extract(year from local_day(${payment.occurredAt}))::int + o.receipt_years, 12, 31)
        from organization o`
    await tx.$executeRaw`
      insert into vault_keys.receipt_key (payment_id, wrapped_key) values (${payment.id}::uuid, ${wrapped})`
  }
  return payments.length
}
