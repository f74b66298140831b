import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { KeptRow } from './export-format.ts'

const rowsAtOnce = 500

/** Everything that is kept about a donor, section by section, read in pieces as it is taken, with nobody else's rows in sight. */
export async function* donorRows(donorId: string): AsyncIterable<KeptRow> {
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
  refunds: (donorId) => Prisma.sql`
    select ${key('r.occurred_at', 'r.id')}, p.receipt_number::text as receipt, ${instant('r.occurred_at')} as refunded_at,
           ${dollars('r.amount_cents')} as amount_dollars, r.failed_txn_id is not null as failed
      from refund r join payment p on p.id = r.payment_id where p.donor_id = ${donorId}::uuid`,
  reversed_gifts: (donorId) => Prisma.sql`
    select ${key('d.occurred_at', 'o.id')}, p.receipt_number::text as receipt, ${instant('d.occurred_at')} as reversed_at, o.reason,
           ${dollars('p.amount_cents')} as amount_dollars
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
           (select (sum(x.gift_cents + x.fee_cover_cents) / 100.0)::numeric(14, 2)::text from gift_intent_part x
             where x.intent_id = r.intent_id) as amount_dollars
      from recurring_donation r where r.donor_id = ${donorId}::uuid`,
  monthly_gift_changes: (donorId) => Prisma.sql`
    select ${key('c.occurred_at', "lpad(c.id::text, 20, '0')")}, r.id::text as monthly_gift, c.from_state, c.to_state,
           ${instant('c.occurred_at')} as changed_at
      from recurring_donation_change c join recurring_donation r on r.id = c.recurring_donation_id
     where r.donor_id = ${donorId}::uuid`,
  mails: (donorId) => Prisma.sql`
    select ${key('m.recorded_at', 'm.id')}, m.message as kind, m.recipient as address, m.language,
           ${instant('m.recorded_at')} as written_at
      from mail m where m.donor_id = any (donor_family(${donorId}::uuid))`,
  sign_ins: (donorId) => Prisma.sql`
    select ${key('s.started_at', 's.id_hash')}, s.device, ${instant('s.started_at')} as signed_in_at, ${instant('s.ended_at')} as ended_at
      from donor_session s where s.donor_id = ${donorId}::uuid`,
}
