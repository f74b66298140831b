import { z } from 'zod'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { GivingLimits } from './limits.ts'
import { limitsInForce } from './limits-in-force.server.ts'
import { countedMinutes } from './pause.ts'
import { lockPauses, pauseGiving } from './pause-giving.server.ts'

const FailedCharge = z.object({
  id: z.string(),
  amount: z.number().int(),
  customer: z.string().nullish(),
  failure_code: z.string().nullish(),
  metadata: z.record(z.string(), z.string()),
  billing_details: z.object({ email: z.string().nullish() }).nullish(),
})
type FailedCharge = z.infer<typeof FailedCharge>

/**
 * A bank refused a card on one of our payment pages. Counted once, by our own id of the gift: after too many its page is
 * closed; after too many from one network, all that were opened from there; after too many on the site, the form pauses.
 * What we did not begin, and renewals, are left out.
 */
export async function recordFailedTry(tx: Tx, payload: unknown, at: Date): Promise<void> {
  const charge = FailedCharge.parse(payload)
  const intentId = await giftOf(tx, charge)
  if (!intentId) return
  // Two that are told at once would each count without the other, and the one too many would pass unseen.
  await lockPauses(tx)
  const code = /^[a-z0-9_]{1,60}$/.test(charge.failure_code ?? '') ? String(charge.failure_code) : 'unknown'
  const { count } = await tx.failedTry.createMany({
    data: { chargeId: charge.id, intentId, code, occurredAt: at },
    skipDuplicates: true,
  })
  if (count === 0) return
  const limits = await limitsInForce(tx)
  await closePages(tx, intentId, limits)
  await pauseAfterTooMany(tx, limits)
}

/**
 * A single gift's charge carries our id. That of a monthly gift's first payment carries nothing of ours: it is told by the
 * address and sum of a payment page that is open, and by a customer who has no monthly gift yet.
 */
async function giftOf(tx: Tx, charge: FailedCharge): Promise<string | null> {
  const named = z.uuid().safeParse(charge.metadata.intent)
  if (named.success) {
    const intent = await tx.giftIntent.findUnique({ where: { id: named.data }, select: { id: true } })
    return intent?.id ?? null
  }
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select i.id from gift_intent i join checkout_session s on s.intent_id = i.id and s.state = 'open'
     where i.email = ${charge.billing_details?.email?.toLowerCase() ?? ''} and i.frequency = 'monthly'
       and ${BigInt(charge.amount)} = (select sum(p.gift_cents + p.fee_cover_cents) from gift_intent_part p
                                        where p.intent_id = i.id)
       and not exists (select from recurring_donation r where r.stripe_customer_id = ${charge.customer ?? ''})
     order by i.recorded_at desc limit 1`
  return row?.id ?? null
}

async function closePages(tx: Tx, intentId: string, limits: GivingLimits): Promise<void> {
  const hourAgo = new Date(now().getTime() - 3_600_000)
  const tried = await tx.$queryRaw<{ id: string }[]>`
    with near as (select o.intent_id from gift_intent_origin o
                   where o.network = (select network from gift_intent_origin where intent_id = ${intentId}::uuid)),
         worn as (select ${intentId}::uuid as intent_id
                   where (select count(*) from failed_try where intent_id = ${intentId}::uuid) >= ${limits.triesForGift}
                  union
                  select intent_id from near
                   where (select count(*) from failed_try f join near using (intent_id) where f.occurred_at > ${hourAgo})
                         >= ${limits.triesFromNetwork})
    select w.intent_id as id from worn w join checkout_session s on s.intent_id = w.intent_id and s.state = 'open'`
  for (const { id } of tried) await enqueue(tx, 'gift.close', { intentId: id }, { key: `gift.close:${id}` })
}

/** More cards refused than gifts paid, too: a busy day has refused cards as well. */
async function pauseAfterTooMany(tx: Tx, limits: GivingLimits): Promise<void> {
  const since = new Date(now().getTime() - countedMinutes * 60_000)
  const [row] = await tx.$queryRaw<{ tries: number; paid: number }[]>`
    with begin as (
      select greatest(${since}::timestamptz, max(least(p.ends_at, l.occurred_at))) as at
        from giving_pause p left join giving_pause_lift l on l.pause_id = p.id where p.occurred_at > ${since}::timestamptz - interval '1 day')
    select (select count(*)::int from failed_try f where f.occurred_at > b.at) as tries,
           (select count(*)::int from payment p where p.occurred_at > b.at
               and not exists (select from recurring_donation r where r.id = p.recurring_donation_id and r.started_at <= b.at)) as paid
      from begin b`
  if (!row || row.tries < limits.triesOnSite || row.tries <= row.paid) return
  await pauseGiving(tx, { cause: 'failed_tries', counted: row.tries })
}
