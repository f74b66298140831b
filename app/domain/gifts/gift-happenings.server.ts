import type { Tx } from '#app/platform/db.ts'

export type GiftHappenings = {
  refunds: {
    id: string
    amountCents: bigint
    occurredAt: Date
    failed: boolean
    /** What a person said became of a refund that failed. */
    answer: string | null
    /** Made at Stripe by someone, and not here. */
    elsewhere: boolean
  }[]
  disputes: {
    id: string
    status: string
    amountCents: bigint
    reason: string
    dueBy: Date | null
    createdAt: Date
  }[]
  corrections: { number: string; replaces: string; totalCents: bigint; at: Date }[]
  mails: { id: string; message: string; state: string; at: Date }[]
  transfers: {
    id: string
    code: string
    debit: string
    credit: string
    fundId: string
    amountCents: bigint
    at: Date
  }[]
}

/** All that came of a payment, each from its own record, the oldest first. */
export async function happeningsOf(
  tx: Tx,
  { paymentId, chargeId }: { paymentId: string; chargeId: string | null },
): Promise<GiftHappenings> {
  const refunds = await tx.$queryRaw<GiftHappenings['refunds']>`
    select f.id, f.amount_cents as "amountCents", f.occurred_at as "occurredAt", f.failed_txn_id is not null as failed,
           (select a.answer from gift_answer a where a.question = 'refund_failed' and a.subject_id = f.id) as answer,
           not exists (select from stripe_request_step s where s.stripe_id = f.id) as elsewhere
      from refund f where f.payment_id = ${paymentId}::uuid order by f.occurred_at, f.id`
  const disputes = await tx.$queryRaw<GiftHappenings['disputes']>`
    select c.id, c.status, c.amount_cents as "amountCents", c.reason, c.due_by as "dueBy", c.created_at as "createdAt"
      from dispute_case c where c.charge_id = ${chargeId} order by c.created_at, c.id`
  const corrections = await tx.receiptCorrection.findMany({
    where: { paymentId },
    orderBy: { number: 'asc' },
  })
  const backKeys = [
    ...refunds.map(({ id }) => `refund:${id}`),
    ...disputes.map(({ id }) => `dispute-lost:${id}`),
  ]
  const correctionMails = corrections.flatMap(({ mailId }) => mailId ?? [])
  const mails = await tx.$queryRaw<GiftHappenings['mails']>`
    select m.id, m.message, m.recorded_at as at,
           coalesce((select e.kind from mail_event e where e.mail_id = m.id order by e.id desc limit 1), 'queued') as state
      from mail m
     where m.dedupe_key = ${`receipt:${paymentId}`} or m.dedupe_key = any (${backKeys}::text[])
        or m.id = any (${correctionMails}::uuid[])
     order by m.recorded_at, m.id`
  const transfers = await tx.$queryRaw<GiftHappenings['transfers']>`
    select t.id::text as id, t.code, d.code as debit, c.code as credit, t.fund_id as "fundId",
           t.amount_cents as "amountCents", t.occurred_at as at
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
     where t.source_kind = 'offline_gift' and t.source_id = ${paymentId}
        or t.source_kind = 'offline_reversal' and t.source_id in (
             select o.id::text from offline_reversal o where o.payment_id = ${paymentId}::uuid)
        or t.source_kind = 'stripe_txn' and t.source_id in (
             select p.txn_id from payment p where p.id = ${paymentId}::uuid
             union select f.txn_id from refund f where f.payment_id = ${paymentId}::uuid
             union select f.failed_txn_id from refund f where f.payment_id = ${paymentId}::uuid
             union select b.id from stripe_balance_transaction b join dispute x on x.id = b.source_id
              where x.payment_id = ${paymentId}::uuid)
     order by t.id`
  return {
    ...{ refunds, disputes, mails, transfers },
    corrections: corrections.map(({ number, replaces, totalCents, recordedAt }) => ({
      ...{ number: String(number), replaces: String(replaces), totalCents, at: recordedAt },
    })),
  }
}
