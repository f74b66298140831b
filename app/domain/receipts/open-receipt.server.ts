import type { Readable } from 'node:stream'
import { organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import type { Language } from '#app/words/languages.ts'
import { type DocumentFacts, receiptDocument } from './receipt-document.ts'
import { receiptFacts, settledPayment } from './receipt-facts.server.ts'

type Wanted = { number: bigint; language: Language; donorId: string }

/** A donor's own receipt as PDF. Null where that number is not theirs, or not written yet. */
export async function openReceipt({ number, language, donorId }: Wanted): Promise<Readable | null> {
  const entity = await organization()
  const facts = await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const receipt = await tx.receipt.findFirst({ where: { number, payment: { donorId } } })
    if (!receipt) return null
    const payment = await settledPayment(tx, receipt.paymentId)
    const wentBack = await wentBackOf(tx, receipt.paymentId)
    const madeAt = wentBack.at(-1)?.at ?? receipt.recordedAt.toISOString()
    const facts: DocumentFacts = {
      ...(await receiptFacts(tx, { payment, entity, language })),
      giftKind: 'card',
      wentBack,
      disclosures: [],
      madeAt,
    }
    return facts
  })
  return facts && writePdf(receiptDocument(facts, language))
}

/** Refunds that stand, and disputes that were lost. */
async function wentBackOf(tx: Tx, paymentId: string): Promise<DocumentFacts['wentBack']> {
  const rows = await tx.$queryRaw<{ how: 'refund' | 'dispute'; cents: bigint; at: Date }[]>`
    select 'refund' as how, amount_cents as cents, occurred_at as at from refund
     where payment_id = ${paymentId}::uuid and failed_txn_id is null
     union all
    select 'dispute', amount_cents, occurred_at from dispute
     where payment_id = ${paymentId}::uuid and state = 'lost'
     order by at, how`
  return rows.map(({ how, cents, at }) => ({ how, cents: String(cents), at: at.toISOString() }))
}
