import { z } from 'zod'
import type { Tx } from '#app/platform/db.ts'

const id = z.uuid()

/** Every job: its name and what it carries. Payloads are ids, never people's data: they are kept in plain text. */
export const jobSchemas = {
  'stripe.events': z.object({ eventIds: z.array(z.string()) }),
  'stripe.sweep': z.object({ walk: z.enum(['fast', 'slow', 'night']) }),
  'receipts.issue': z.object({ paymentIds: z.array(id) }),
  'refund.notify': z.object({ refundId: z.string() }),
  'stripe.request': z.object({ requestId: id }),
  'dispute.look': z.object({ disputeId: z.string() }),
  'dispute.decided': z.object({ disputeId: z.string() }),
  'receipt.correct': z.object({ paymentId: id }),
  'statements.announce': z.object({ batchId: id }),
  'mail.erase-sign-ups': z.object({}),
  'mail.send': z.object({ mailId: id }),
  'impact.deliver': z.object({ updateId: id, after: id.optional() }),
  'disbursement.proposed': z.object({ disbursementId: id }),
  'disbursement.expire': z.object({}),
  'envelope.expire': z.object({}),
  'request.erase': z.object({}),
  'person.erase': z.object({}),
  'vault.reseal': z.object({}),
  'bank.match': z.object({}),
  'audit.seal': z.object({}),
  'audit.mail-head': z.object({}),
  'donor.sign-in': z.object({ askId: id }),
  'donor.shred': z.object({}),
  'gift.forget-words': z.object({}),
  'monthly.carry-out': z.object({ wishId: id }),
  'monthly.look': z.object({ scheduleId: id }),
  'monthly.failed-payment': z.object({ invoiceId: z.string() }),
  'monthly.card': z.object({ scheduleId: id }),
  'monthly.follow-fund': z.object({ fundId: id, changeId: z.string(), after: id.optional() }),
  'monthly.unanswered': z.object({ after: id.optional() }),
  'monthly.new-words': z.object({ after: id.optional() }),
  'monthly.night': z.object({}),
  'gift.close': z.object({ intentId: id }),
  'gift.close-pages': z.object({ fundId: id, after: z.string().optional() }),
  'defence.night': z.object({}),
  'imports.read': z.object({ batchId: id }),
  'imports.bring-in': z.object({ batchId: id }),
  'imports.take-back': z.object({ batchId: id }),
  'imports.forget': z.object({}),
  'incident.resume': z.object({ fundId: id, after: id.optional() }),
} as const

export type JobName = keyof typeof jobSchemas
export type Payload<N extends JobName> = z.infer<(typeof jobSchemas)[N]>

type Options = {
  /** Jobs with one key are one job while it waits. */
  key?: string
  /** Milliseconds from now by the database's clock; with a key, the first ring decides. */
  inMilliseconds?: number
  /** Jobs of one queue run one after another. */
  queue?: string
}

/** Writes the job inside the caller's transaction: it exists exactly if the fact exists. */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  payload: Payload<N>,
  options: Options = {},
): Promise<void> {
  const wait = options.inMilliseconds ?? 0
  await tx.$queryRaw`
    select id from graphile_worker.add_job(
      ${name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null},
      run_at => case when ${wait} = 0 then null else now() + ${wait} * interval '1 millisecond' end,
      max_attempts => 25, job_key => ${options.key ?? null}, job_key_mode => 'preserve_run_at')`
}

/** Monthly gifts that are not bound to a fund's newest words are announced them; `after` goes on behind that schedule. */
export const ringNewWords = (tx: Tx, after?: string): Promise<void> =>
  enqueue(
    tx,
    'monthly.new-words',
    { after },
    { key: `monthly.new-words:${after ?? 'first'}`, queue: 'monthly.follow' },
  )

/** The sweep is rung, not run: many rings within a moment are one walk. */
export const ringSweep = (tx: Tx): Promise<void> =>
  enqueue(
    tx,
    'stripe.sweep',
    { walk: 'fast' },
    { key: 'stripe.sweep:fast', inMilliseconds: 250, queue: 'stripe.sweep' },
  )
