import type { ReceiptGiver } from '#app/domain/donor-area/erasure/receipt-key.server.ts'
import { receiptGiver } from '#app/domain/receipts/receipt-giver.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

/** What was opened is shown for this long: the proof of presence that it was opened with is no older. */
const openFor = 15 * 60_000

/** Who a receipt was made out to that this person opened a moment ago. Null for anyone else's look, and for one that is over. */
export async function openedKeptReceipt(of: {
  lookId: string
  paymentId: string
  staff: { id: string; fundIds: string[] }
}): Promise<ReceiptGiver | null> {
  const { lookId, paymentId, staff } = of
  const look = await inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    tx.keptReceiptLook.findFirst({ where: { id: lookId, paymentId, staffId: staff.id } }),
  )
  if (!look || now().getTime() - look.occurredAt.getTime() > openFor) return null
  return inTransaction({ scope: { kind: 'system' } }, (tx) => receiptGiver(tx, paymentId))
}
