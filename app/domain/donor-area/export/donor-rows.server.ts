import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { donorTexts } from './donor-texts.server.ts'
import type { KeptRow } from './export-format.ts'

const rowsAtOnce = 500

/**
 * Everything that is kept about a donor, section by section, read in pieces as it is taken, with nobody else's rows in sight;
 * for themselves, or for staff who hand it out.
 */
export async function* donorRows(
  donorId: string,
  reader: 'donor' | 'staff' = 'donor',
): AsyncIterable<KeptRow> {
  for (const [section, rows] of Object.entries(sections)) {
    let after = ''
    for (;;) {
      const batch = await inTransaction(
        { scope: { kind: 'donor', donorId } },
        (tx) => tx.$queryRaw<{ k: string; fields: Record<string, string | boolean | null> }[]>`
          select s.k, to_jsonb(s) - 'k' as fields from (${rows(donorId)}) s
           where s.k > ${after} collate "C" order by s.k collate "C" limit ${rowsAtOnce}`,
      )
      for (const { fields } of batch) yield { section, fields }
      after = batch.at(-1)?.k ?? ''
      if (batch.length < rowsAtOnce) break
    }
  }
  yield* donorTexts({ donorId, reader })
  for (const { fund, share } of await impactOfDonor({ donorId, language: 'en' })) {
    if (share) yield { section: 'impact', fields: impactFields(fund, share) }
  }
}

type Share = NonNullable<Awaited<ReturnType<typeof impactOfDonor>>[number]['share']>

/** As it stands on the donor's page: whole dollars, as of the last publication close. */
function impactFields(fund: string, share: Share): Record<string, string | null> {
  const dollars = (cents: bigint) => (cents > 0n && cents < 100n ? 'less than 1' : String(cents / 100n))
  return {
    fund,
    as_of: share.asOf.toISOString(),
    given_dollars: dollars(share.givenCents),
    people_helped_by_the_pool: share.people === null ? null : String(share.people),
    part_of_bonds_posted_dollars: dollars(share.postedCents),
    part_out_on_bonds_dollars: dollars(share.outCents),
    part_in_bank_dollars: dollars(share.bankCents),
    part_used_dollars: dollars(share.usedCents),
  }
}

const instant = (column: string) =>
  Prisma.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)
const key = (column: string, id: string) =>
  Prisma.raw(`to_char(${column} at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || ${id}::text as k`)
const dollars = (column: string) => Prisma.raw(`(${column} / 100.0)::numeric(14, 2)::text`)

/** A section is the rows of one kind, each with a key `k` that orders it. Amounts are dollars, instants UTC. */
const sections: Record<string, (donorId: string) => Prisma.Sql> = {
  profile: (donorId) => Prisma.sql`
    select case when d.id = ${donorId}::uuid then '0' else '1' end || d.id as k, d.name, d.public_name,
           d.incognito as name_hidden_in_public, d.email, d.language, ${instant('d.recorded_at')} as known_since
      from donor d where d.id = any (donor_family(${donorId}::uuid))`,
  consents: (donorId) => Prisma.sql`
    select ${key('c.given_at', 'c.id')}, c.topic, c.source, ${instant('c.given_at')} as given_at, ${instant('c.ended_at')} as ended_at
      from donor_consent c where c.donor_id = any (donor_family(${donorId}::uuid))`,
  gifts: (donorId) => Prisma.sql`
    select ${key('p.occurred_at', 'p.id')}, p.receipt_number::text as receipt, ${instant('p.occurred_at')} as given_at,
           ${dollars('p.amount_cents')} as amount_dollars, p.card_brand, p.card_last4, i.name as name_given,
           i.email as email_given, i.language, p.gift_kind as kind, p.recurring_donation_id::text as monthly_gift, p.charge_id as stripe_charge
      from payment p join gift_intent i on i.id = p.intent_id where p.donor_id = ${donorId}::uuid`,
  gifts_by_fund: (donorId) => Prisma.sql`
    select ${key('p.occurred_at', 'd.id')}, p.receipt_number::text as receipt, f.slug as fund,
           ${dollars('d.gift_cents')} as gift_dollars, ${dollars('d.fee_cover_cents')} as fee_cover_dollars
      from donation d join payment p on p.id = d.payment_id join fund f on f.id = d.fund_id
     where p.donor_id = ${donorId}::uuid`,
  gifts_from_before: (donorId) => Prisma.sql`
    select ${key('g.occurred_at', 'g.id')}, g.receipt_number as receipt_then, g.given_on::text as given_on, f.slug as fund,
           ${dollars('g.amount_cents')} as amount_dollars, g.external_id as payment_then, 'imported' as origin,
           exists (select from imported_gift_end x where x.gift_id = g.id) as taken_back
      from imported_gift g join fund f on f.id = g.fund_id where g.donor_id = any (donor_family(${donorId}::uuid))`,
  gifts_from_before_gone_back: (donorId) => Prisma.sql`
    select ${key('b.occurred_at', 'b.id')}, g.given_on::text as given_on, g.receipt_number as receipt_then, g.external_id as payment_then,
           b.kind, ${instant('b.occurred_at')} as asked_at, ${dollars('b.cents')} as amount_dollars, b.stands
      from imported_gift_back b join imported_gift g on g.id = b.gift_id where g.donor_id = any (donor_family(${donorId}::uuid))`,
  refunds: (donorId) => Prisma.sql`
    select ${key('r.occurred_at', 'r.id')}, p.receipt_number::text as receipt, ${instant('r.occurred_at')} as refunded_at,
           ${dollars('r.amount_cents')} as amount_dollars, r.failed_txn_id is not null as failed
      from refund r join payment p on p.id = r.payment_id where p.donor_id = ${donorId}::uuid`,
  reversed_gifts: (donorId) => Prisma.sql`
    select ${key('d.occurred_at', 'o.id')}, p.receipt_number::text as receipt, ${instant('d.occurred_at')} as reversed_at, o.reason,
           (select (sum(x.amount_cents) / 100.0)::numeric(14, 2)::text from offline_reversal_part x where x.reversal_id = o.id)
             as amount_dollars
      from offline_reversal o join payment p on p.id = o.payment_id
      join offline_reversal_decision d on d.reversal_id = o.id and d.decision = 'confirmed'
     where p.donor_id = ${donorId}::uuid`,
  gifts_not_by_card: (donorId) => Prisma.sql`
    select ${key('p.occurred_at', 'l.id')}, p.receipt_number::text as receipt, to_char(l.received_on, 'YYYY-MM-DD') as received_on,
           l.reference, l.sponsor, l.ticker, l.shares::text as shares, l.memo as given_for
      from offline_batch_line l join payment p on p.offline_line_id = l.id where p.donor_id = ${donorId}::uuid`,
  disputes: (donorId) => Prisma.sql`
    select ${key('s.occurred_at', 's.id')}, p.receipt_number::text as receipt, ${instant('s.occurred_at')} as opened_at,
           ${dollars('s.amount_cents')} as amount_dollars, s.state, s.reason, ${instant('s.closed_at')} as closed_at
      from dispute s join payment p on p.id = s.payment_id where p.donor_id = ${donorId}::uuid`,
  monthly_gifts: (donorId) => Prisma.sql`
    select ${key('r.started_at', 'r.id')}, r.id::text as monthly_gift, r.state, ${instant('r.started_at')} as started_at,
           ${instant('r.ended_at')} as ended_at,
           (select (sum(x.gift_cents + x.fee_cover_cents) / 100.0)::numeric(14, 2)::text from monthly_parts(r.id) x) as amount_dollars,
           (select (sum(x.gift_cents + x.fee_cover_cents) / 100.0)::numeric(14, 2)::text from gift_intent_part x
             where x.intent_id = r.intent_id) as amount_dollars_at_first
      from recurring_donation r where r.donor_id = ${donorId}::uuid`,
  monthly_gifts_by_fund: (donorId) => Prisma.sql`
    select ${key('r.started_at', "r.id::text || '.' || x.fund_id")}, r.id::text as monthly_gift, f.slug as fund,
           ${dollars('x.gift_cents')} as gift_dollars, ${dollars('x.fee_cover_cents')} as fee_cover_dollars
      from recurring_donation r cross join monthly_parts(r.id) x join fund f on f.id = x.fund_id
     where r.donor_id = ${donorId}::uuid`,
  monthly_gift_changes: (donorId) => Prisma.sql`
    select ${key('c.occurred_at', "lpad(c.id::text, 20, '0')")}, r.id::text as monthly_gift, c.from_state, c.to_state,
           ${instant('c.occurred_at')} as changed_at
      from recurring_donation_change c join recurring_donation r on r.id = c.recurring_donation_id
     where r.donor_id = ${donorId}::uuid`,
  monthly_gift_wishes: (donorId) => Prisma.sql`
    select ${key('w.occurred_at', 'w.id')}, r.id::text as monthly_gift, w.kind, w.cause, ${dollars('w.amount_cents')} as amount_dollars,
           ${instant('w.resumes_at')} as rests_until, ${instant('w.occurred_at')} as wished_at, coalesce(e.outcome, 'open') as outcome
      from recurring_donation_wish w join recurring_donation r on r.id = w.recurring_donation_id
      left join recurring_donation_wish_end e on e.wish_id = w.id where r.donor_id = ${donorId}::uuid`,
  questions_about_full_funds: (donorId) => Prisma.sql`
    select ${key('q.occurred_at', 'q.recurring_donation_id')}, r.id::text as monthly_gift, f.slug as fund,
           ${instant('q.occurred_at')} as asked_at, ${instant('q.last_charge_at')} as last_charge_without_answer
      from fund_full_question q join recurring_donation r on r.id = q.recurring_donation_id join fund f on f.id = q.fund_id
     where r.donor_id = ${donorId}::uuid`,
  cards_of_monthly_gifts: (donorId) => Prisma.sql`
    select r.id::text as k, r.id::text as monthly_gift, s.card_brand, s.card_last4, s.card_expires_on::text as card_expires_on
      from recurring_donation_sight s join recurring_donation r on r.id = s.recurring_donation_id where r.donor_id = ${donorId}::uuid`,
  receipts_corrected: (donorId) => Prisma.sql`
    select ${key('c.recorded_at', "lpad(c.number::text, 20, '0')")}, c.number::text as receipt, c.replaces::text as replaces,
           ${dollars('c.total_cents')} as total_dollars, ${instant('c.recorded_at')} as written_at
      from receipt_correction c join payment p on p.id = c.payment_id where p.donor_id = ${donorId}::uuid`,
  employers_named: (donorId) => Prisma.sql`
    select ${key('m.recorded_at', 'm.intent_id')}, m.employer, ${instant('m.recorded_at')} as named_at
      from gift_match m where m.emptied_at is null and exists (
           select from payment p where p.intent_id = m.intent_id and p.donor_id = ${donorId}::uuid)`,
  statements: (donorId) => Prisma.sql`
    select ${key('s.occurred_at', 's.id')}, s.number::text as statement, s.from_day::text as from_day, s.to_day::text as to_day,
           ${dollars('s.net_cents')} as net_dollars, ${instant('s.occurred_at')} as issued_at,
           n.name as issued_to
      from annual_statement s left join annual_statement_name n on n.statement_id = s.id where s.donor_id = any (donor_family(${donorId}::uuid))`,
  sign_ups: (donorId) => Prisma.sql`
    select ${key('u.asked_at', 'u.id')}, u.email, array_to_string(u.topics, ', ') as topics, u.language, ${instant('u.asked_at')} as asked_at,
           ${instant('u.confirmed_at')} as confirmed_at
      from mail_sign_up u where u.donor_id = any (donor_family(${donorId}::uuid))`,
  address_changes: (donorId) => Prisma.sql`
    select ${key('e.recorded_at', 'e.token_hash')}, e.email as address_asked_for, ${instant('e.recorded_at')} as asked_at
      from donor_email_change e where e.donor_id = ${donorId}::uuid`,
  mail_that_stopped: (donorId) => Prisma.sql`
    select ${key('s.occurred_at', 's.id')}, d.email as address, s.cause, s.reach, ${instant('s.occurred_at')} as since,
           exists (select from mail_suppression_end e where e.suppression_id = s.id) as is_over
      from mail_suppression s join donor d on address_hash(d.email) = s.address_hash
     where d.id = any (donor_family(${donorId}::uuid))`,
  mails: (donorId) => Prisma.sql`
    select ${key('m.recorded_at', 'm.id')}, m.message as kind, m.recipient as address, m.language,
           ${instant('m.recorded_at')} as written_at
      from mail m where m.donor_id = any (donor_family(${donorId}::uuid))`,
  sign_ins: (donorId) => Prisma.sql`
    select ${key('s.started_at', 's.id_hash')}, s.device, ${instant('s.started_at')} as signed_in_at, ${instant('s.ended_at')} as ended_at
      from donor_session s where s.donor_id = ${donorId}::uuid`,
}
