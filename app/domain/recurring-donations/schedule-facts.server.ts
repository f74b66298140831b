import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'

/** What mails say of a monthly gift. */
export type ScheduleFacts = {
  donorId: string
  email: string
  donorName: string
  language: string
  /** The fund that gets most of it, where a page leads back to one. */
  fund: string
  /** Every fund that gets a part, the largest first, in words of the donor's language: the amount is of all of them. */
  funds: string
  fundSlug: string
  fundUrl: string
  amountCents: bigint
}

/** The donor, the funds, named as they are today, and the amount of a monthly gift as it is now, in the donor's language. */
export async function scheduleFacts(tx: Tx, recurringDonationId: string): Promise<ScheduleFacts> {
  const [donor] = await tx.$queryRaw<Donor[]>`
    select d.id as "donorId", coalesce(d.email, i.email) as email, d.name as "donorName", d.language
      from recurring_donation r join donor d on d.id = r.donor_id join gift_intent i on i.id = r.intent_id
     where r.id = ${recurringDonationId}::uuid`
  const lines = donor ? await scheduleLines(tx, recurringDonationId, donor.language) : []
  const [largest] = lines
  if (!donor || !largest) throw new Error('a monthly gift without its facts')
  const { language } = donor
  return {
    ...donor,
    fund: largest.fund,
    funds: new Intl.ListFormat(language).format(lines.map(({ fund }) => fund)),
    fundSlug: largest.slug,
    fundUrl: `${env().APP_URL}${language === 'en' ? '' : `/${language}`}/funds/${largest.slug}`,
    amountCents: lines.reduce((sum, line) => sum + line.giftCents + line.feeCoverCents, 0n),
  }
}

type Donor = Pick<ScheduleFacts, 'donorId' | 'email' | 'donorName' | 'language'>

export type ScheduleLine = {
  fundId: string
  slug: string
  fund: string
  state: string
  purpose: string
  /** Their first day; it may still be to come. */
  purposeFrom: Date
  giftCents: bigint
  feeCoverCents: bigint
}

/**
 * Each fund's part of the next charge, the largest first, named as the fund is today, with the words of the purpose version that it
 * is bound to.
 */
export async function scheduleLines(
  tx: Tx,
  recurringDonationId: string,
  language: string,
): Promise<ScheduleLine[]> {
  return tx.$queryRaw<ScheduleLine[]>`
    select f.id as "fundId", f.slug, f.state, n.name as fund, t.purpose, v.effective_from as "purposeFrom",
           x.gift_cents as "giftCents", x.fee_cover_cents as "feeCoverCents"
      from monthly_parts(${recurringDonationId}::uuid) x
      join fund f on f.id = x.fund_id
      join fund_purpose v on v.fund_id = f.id and v.version = x.purpose_version
      join lateral (select purpose from fund_purpose_text y where y.fund_id = f.id and y.version = v.version
                     and y.language in (${language}, 'en') order by y.language = ${language} desc limit 1) t on true
      join lateral (select name from fund_purpose_text y
                     where y.fund_id = f.id
                     and y.version = words_of_today(f.id, (select max(p.version) from fund_purpose p where p.fund_id = f.id))
                     and y.language in (${language}, 'en') order by y.language = ${language} desc limit 1) n on true
     order by x.gift_cents desc, f.position, f.slug`
}
