import type { Readable } from 'node:stream'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import type { Language } from '#app/words/languages.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { paperOf } from './gift-kind.ts'
import { paperFileName } from './paper-file-name.ts'
import { type DocumentFacts, receiptDocument, type WentBack } from './receipt-document.ts'
import { receiptFacts, settledPayment } from './receipt-facts.server.ts'

type Wanted = { number: bigint; language: Language; donorId: string }

/** A donor's own receipt, or what corrected it, as PDF, with the name to save it as. Null where that number is not theirs, or not written yet. */
export async function openReceipt({
  number,
  language,
  donorId,
}: Wanted): Promise<{ fileName: string; pdf: Readable } | null> {
  const entity = await organization()
  const facts = await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const receipt = await tx.receipt.findFirst({ where: { number, payment: { donorId } } })
    if (receipt) return documentFacts(tx, { receipt, entity, language })
    const correction = await correctionOf(tx, { number, donorId })
    return correction && correctedFacts(tx, { correction, entity, language })
  })
  if (!facts) return null
  const fileName = paperFileName(paperOf[facts.giftKind], number)
  return { fileName, pdf: writePdf(receiptDocument(facts, language)) }
}

type Correction = {
  number: bigint
  paymentId: string
  totalCents: bigint
  recordedAt: Date
  said: ReceiptProps
}

/** A receipt that replaced another. Of a gift that went back whole there is none. */
async function correctionOf(tx: Tx, of: { number: bigint; donorId: string }): Promise<Correction | null> {
  const [correction] = await tx.$queryRaw<Correction[]>`
    select c.number, c.payment_id as "paymentId", c.total_cents as "totalCents", c.recorded_at as "recordedAt", m.props as said
      from receipt_correction c join payment p on p.id = c.payment_id join mail m on m.id = c.mail_id
     where c.number = ${of.number} and p.donor_id = ${of.donorId}::uuid`
  return correction ?? null
}

/** What was left of the gift when it was written, as its mail said; the funds' names in the reader's language. */
async function correctedFacts(
  tx: Tx,
  of: { correction: Correction; entity: Organization; language: Language },
): Promise<DocumentFacts> {
  const { paymentId, recordedAt, number, totalCents, said } = of.correction
  const whole = await documentFacts(tx, { receipt: { paymentId, recordedAt }, ...of })
  return {
    ...whole,
    ...{ number: String(number), totalCents: String(totalCents), madeAt: recordedAt.toISOString() },
    ...(said.replaces ? { replaces: said.replaces } : {}),
    lines: whole.lines.map((line, index) => ({ ...line, ...centsOf(said.lines[index]) })),
    wentBack: [],
  }
}

const centsOf = (line: ReceiptProps['lines'][number] | undefined) =>
  line ? { giftCents: line.giftCents, feeCoverCents: line.feeCoverCents } : {}

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
