import { openReceipt, type ReceiptGiver } from '#app/domain/donor-area/erasure/receipt-key.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { receiptName } from './receipt-name.ts'

/**
 * Who a payment's receipt is made out to, in the system's scope: as given, or as it was sealed when the donor was erased. Null
 * once its legal term is over.
 */
export async function receiptGiver(tx: Tx, paymentId: string): Promise<ReceiptGiver | null> {
  const payment = await tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    include: { intent: true, donor: true, keptReceipt: true },
  })
  if (!payment.keptReceipt) {
    const { email, language } = payment.intent
    return { name: receiptName(payment), email, language }
  }
  const [kept] = await tx.$queryRaw<{ wrapped: Uint8Array | null }[]>`
    select wrapped_key as wrapped from vault_keys.receipt_key where payment_id = ${paymentId}::uuid`
  const { sealed } = payment.keptReceipt
  return sealed && kept?.wrapped ? openReceipt({ sealed, wrapped: kept.wrapped }, paymentId) : null
}
