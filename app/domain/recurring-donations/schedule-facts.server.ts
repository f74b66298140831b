import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

/** What mails say of a monthly gift. */
export type ScheduleFacts = {
  donorId: string
  email: string
  donorName: string
  language: string
  fund: string
  fundSlug: string
  fundUrl: string
  amountCents: bigint
  demonstration: boolean
}

/** The donor, fund and amount of a monthly gift, in the donor's language. */
export async function scheduleFacts(tx: Tx, recurringDonationId: string): Promise<ScheduleFacts> {
  const [row] = await tx.$queryRaw<Row[]>`
    select d.id as donor_id, d.email, d.name, d.language, f.slug, t.name as fund, p.demonstration,
           (select sum(x.gift_cents + x.fee_cover_cents)::bigint from gift_intent_part x where x.intent_id = r.intent_id) as amount
      from recurring_donation r
      join donor d on d.id = r.donor_id
      join lateral (select * from gift_intent_part x where x.intent_id = r.intent_id order by gift_cents desc limit 1) part on true
      join fund f on f.id = part.fund_id
      join publication_policy p on p.name = f.policy_name
      join lateral (select name from fund_purpose_text x where x.fund_id = f.id and x.version = part.purpose_version
                     and x.language in (d.language, 'en') order by x.language = d.language desc limit 1) t on true
     where r.id = ${recurringDonationId}::uuid`
  if (!row) throw new Error('a monthly gift without its facts')
  return {
    donorId: row.donor_id,
    email: row.email,
    donorName: row.name,
    language: row.language,
    fund: row.fund,
    fundSlug: row.slug,
    fundUrl: `${env().APP_URL}${row.language === 'en' ? '' : `/${row.language}`}/funds/${row.slug}`,
    amountCents: row.amount,
    demonstration: row.demonstration,
  }
}

type Row = {
  donor_id: string
  email: string
  name: string
  language: string
  slug: string
  fund: string
  demonstration: boolean
  amount: bigint
}
