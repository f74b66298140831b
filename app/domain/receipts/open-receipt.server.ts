import type { Readable } from 'node:stream'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import type { Language } from '#app/words/languages.ts'
import { type DocumentFacts, receiptDocument, type WentBack } from './receipt-document.ts'
import { receiptFacts, settledPayment } from './receipt-facts.server.ts'

type Wanted = { number: bigint; language: Language; donorId: string }

/** A donor's own receipt as PDF. Null where that number is not theirs, or not written yet. */
export async function openReceipt({ number, language, donorId }: Wanted): Promise<Readable | null> {
  const entity = await organization()
  const facts = await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const receipt = await tx.receipt.findFirst({ where: { number, payment: { donorId } } })
    return receipt && documentFacts(tx, { receipt, entity, language })
  })
  return facts && writePdf(receiptDocument(facts, language))
}

/** All that the paper of a payment says, with what went back since it was written. */
export async function documentFacts(
  tx: Tx,
  of: { receipt: { paymentId: string; recordedAt: Date }; entity: Organization; language: Language },
): Promise<DocumentFacts> {
  const { receipt, entity, language } = of
  const payment = await settledPayment(tx, receipt.paymentId)
  const wentBack = await wentBackOf(tx, receipt.paymentId)
  return {
    giftKind: 'card',
    ...(await receiptFacts(tx, { payment, entity, language })),
    wentBack,
    disclosures: [],
    madeAt: wentBack.at(-1)?.at ?? receipt.recordedAt.toISOString(),
  }
}

/** Refunds and reversals that stand, and disputes that were lost. */
async function wentBackOf(tx: Tx, paymentId: string): Promise<DocumentFacts['wentBack']> {
  const rows = await tx.$queryRaw<{ how: WentBack['how']; cents: bigint; at: Date }[]>`
    select case when p.gift_kind = 'card' then 'refund' else 'reversal' end as how, r.amount_cents as cents, r.occurred_at as at
      from gift_refund r join payment p on p.id = r.payment_id where p.id = ${paymentId}::uuid
     union all
    select 'dispute', amount_cents, occurred_at from dispute
     where payment_id = ${paymentId}::uuid and state = 'lost'
     order by at, how`
  return rows.map(({ how, cents, at }) => ({ how, cents: String(cents), at: at.toISOString() }))
}
