import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type PatternKind, thresholds } from './pattern.ts'

/** Gifts that one pattern links to at most: its size says how many there were. */
const linkedAtMost = 200

/**
 * Every night: looks for gifts that look like more than gifts, and forgets what it has no more use for. A group is found
 * again only when it has grown, so running it twice finds nothing new.
 */
export async function watchPatterns(): Promise<void> {
  const at = now()
  const since = (days: number) => new Date(at.getTime() - days * 86_400_000)
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await keep(tx, 'refunded_soon', at, refundedSoon(since(90)))
    await keep(tx, 'one_card_many_names', at, oneCardManyNames(since(90)))
    await keep(tx, 'many_cards_one_email', at, manyCardsOneEmail(since(30)))
    await keep(tx, 'minimum_burst', at, minimumBurst(since(3)))
    await forget(tx, at)
  })
}

/** `about`: what the group has in common; `size`; `payments`: its gifts, the newest first. */
type Found = Prisma.Sql

const refundedSoon = (since: Date): Found => Prisma.sql`
  select p.id::text as about, 1 as size, array[p.id] as payments
    from payment p join (
      select r.payment_id, r.amount_cents, r.occurred_at from refund r where r.failed_txn_id is null
      union all
      -- Only what the fund gave back by its own will: a check that the bank returned, or a slip of the pen, brought nobody money.
      select o.payment_id, x.amount_cents, d.occurred_at
        from offline_reversal o join offline_reversal_part x on x.reversal_id = o.id
        join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
       where o.reason = 'given_back') r on r.payment_id = p.id
   where p.occurred_at > ${since} and r.occurred_at < p.occurred_at + make_interval(days => ${thresholds.refundedWithinDays}::int)
   group by p.id having sum(r.amount_cents) * ${thresholds.refundedPartOf} >= p.amount_cents`

/** By addresses or by the names that were typed, whichever are more: a thief may keep one address and change the name. */
const oneCardManyNames = (since: Date): Found => Prisma.sql`
  select g.about, g.size, g.payments
    from (select encode(c.card, 'hex') as about,
                 greatest(count(distinct p.donor_id), count(distinct n.name))::int as size,
                 array_agg(p.id order by p.occurred_at desc) as payments
            from payment_card c join payment p on p.id = c.payment_id join gift_intent i on i.id = p.intent_id
            cross join lateral (${typedName(Prisma.sql`i.name`)}) n
           where p.occurred_at > ${since} group by c.card) g
   where g.size >= ${thresholds.namesOnOneCard}`

/** A name as its words without accents, capitals, marks and order: one that is written twice is one. Null for none. */
function typedName(name: Prisma.Sql): Prisma.Sql {
  const plain = Prisma.sql`lower(regexp_replace(normalize(${name}, NFKD), '[\\u0300-\\u036f]', '', 'g'))`
  return Prisma.sql`
    select string_agg(w.word, ' ' order by w.word) as name
      from regexp_split_to_table(${plain}, '[^[:alnum:]]+') as w(word) where w.word <> ''`
}

const manyCardsOneEmail = (since: Date): Found => Prisma.sql`
  select p.donor_id::text as about, count(distinct c.card)::int as size,
         array_agg(p.id order by p.occurred_at desc) as payments
    from payment_card c join payment p on p.id = c.payment_id where p.occurred_at > ${since}
   group by p.donor_id having count(distinct c.card) >= ${thresholds.cardsOfOneDonor}`

/** Renewals come by the calendar, and many on one day. */
const minimumBurst = (since: Date): Found => Prisma.sql`
  select d.fund_id || ' ' || extract(epoch from date_trunc('hour', d.occurred_at, 'UTC')) as about, count(*)::int as size,
         array_agg(d.payment_id order by d.occurred_at desc) as payments
    from donation d join fund f on f.id = d.fund_id join payment p on p.id = d.payment_id
   where d.occurred_at > ${since} and d.gift_cents = f.minimum_gift_cents and p.recurring_donation_id is null
   group by d.fund_id, date_trunc('hour', d.occurred_at, 'UTC') having count(*) >= ${thresholds.smallestInOneHour}`

async function keep(tx: Tx, kind: PatternKind, at: Date, found: Found): Promise<void> {
  await tx.$executeRaw`
    with found as (
      select encode(sha256(convert_to(${kind} || ' ' || f.about, 'UTF8')), 'hex') as about, f.size, f.payments from (${found}) f),
    kept as (
      insert into gift_pattern (kind, about, size, occurred_at)
      select ${kind}, f.about, f.size, ${at} from found f
       where not exists (select from gift_pattern g where g.kind = ${kind} and g.about = f.about and g.size >= f.size)
      on conflict on constraint pattern_is_found_once do nothing
      returning id, about)
    insert into gift_pattern_gift (pattern_id, payment_id)
    select k.id, x.payment from kept k join found f using (about)
      cross join lateral (select unnest(f.payments[1:${linkedAtMost}::int]) as payment) x
    on conflict do nothing`
}

/**
 * Where gifts were begun: 30 days. Which cards paid, and what the form did not take: 400 days. Counters: when they are over.
 * What an open legal demand covers stays: by the funds and the day of the gift, by its donor, by the day alone.
 */
async function forget(tx: Tx, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * 86_400_000)
  await lockHolds(tx)
  await tx.$executeRaw`
    delete from gift_intent_origin o
     where o.occurred_at < ${before(30)}
       and not exists (select from gift_intent_part p
                        where p.intent_id = o.intent_id and record_is_on_hold(p.fund_id, local_day(o.occurred_at)))`
  await tx.$executeRaw`
    delete from payment_card c using payment p
     where p.id = c.payment_id and c.recorded_at < ${before(400)} and not donor_is_on_hold(p.donor_id)`
  await tx.$executeRaw`
    delete from defence_count where hour < ${before(400)} and not record_is_on_hold(null, local_day(hour))`
  await tx.$executeRaw`select forget_checkout_places()::text`
  await tx.$executeRaw`delete from rate_limit where expire < extract(epoch from now()) * 1000`
}
