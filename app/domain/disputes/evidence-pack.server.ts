import { dayOf } from '#app/domain/bonds/day-of.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { EvidenceField } from './dispute.ts'

type Facts = {
  name: string
  email: string
  intent_at: Date
  charged_at: Date
  amount_cents: bigint
  frequency: string
  receipt_number: bigint
  last4: string | null
}

type Part = { fund: string; purpose: string; version: number; gift_cents: bigint; policy: string | null }
type MailLine = { message: string; kind: string; at: Date }

export type EvidencePack = Record<EvidenceField, string>

/**
 * What we know about a disputed gift, ready to be chosen from: what the giver filled in and when, which text of the fund
 * they saw, what the fund promised about refunds when they gave, what their statement says, which mails reached them, how refunds and stopping work. In English, which is what
 * the card networks read; times in the organization's zone.
 */
export async function evidencePack(tx: Tx, paymentId: string): Promise<EvidencePack> {
  const { name, statementDescriptor, timezone } = await organization()
  const [facts] = await tx.$queryRaw<Facts[]>`
    select i.name, i.email, i.occurred_at as intent_at, p.occurred_at as charged_at, p.amount_cents, i.frequency,
           p.receipt_number, p.card_last4 as last4
      from payment p join gift_intent i on i.id = p.intent_id where p.id = ${paymentId}::uuid`
  if (!facts) throw new Error('a disputed payment has its intent')
  const parts = await tx.$queryRaw<Part[]>`
    select t.name as fund, t.purpose, d.purpose_version as version, d.gift_cents,
           (select x.text from refund_policy_at(d.fund_id, p.occurred_at) f join refund_policy_text x on x.policy_id = f.id
             where x.language = 'en') as policy
      from donation d
      join payment p on p.id = d.payment_id
      join lateral (select x.name, x.purpose from fund_purpose_text x
                     where x.fund_id = d.fund_id and x.version = d.purpose_version
                     order by x.language = 'en' desc limit 1) t on true
     where d.payment_id = ${paymentId}::uuid order by d.fund_id`
  const mails = await tx.$queryRaw<MailLine[]>`
    select m.message, e.kind, e.recorded_at as at
      from mail m join mail_event e on e.mail_id = m.id
     where e.kind in ('sent', 'delivered')
       and (m.dedupe_key = ${`receipt:${paymentId}`}
            or m.dedupe_key in (select 'refund:' || f.id from refund f where f.payment_id = ${paymentId}::uuid)
            or m.id in (select c.mail_id from receipt_correction c where c.payment_id = ${paymentId}::uuid))
     order by e.recorded_at`
  const moment = (at: Date) => momentIn(timezone, at)
  const amount = formatCents(facts.amount_cents, 'en')
  const isMonthly = facts.frequency === 'monthly'
  return {
    product_description: [
      `A ${isMonthly ? 'monthly' : 'single'} charitable gift of ${amount} to ${name}. Nothing was sold or shipped.`,
      ...parts.map(
        (part) =>
          `${part.fund} (its purpose, version ${part.version}, as shown before paying): ${part.purpose}`,
      ),
    ].join('\n'),
    service_date: dayOf(facts.charged_at, timezone),
    customer_name: facts.name,
    // Only masked on the page; what is sent is the gift's own, see prepareEvidence.
    customer_email_address: maskEmail(facts.email),
    refund_policy_disclosure: parts
      .flatMap(({ fund, policy }) => (policy ? [`${fund}: ${policy}`] : []))
      .join('\n'),
    cancellation_policy_disclosure: isMonthly
      ? 'The amount and the day of the next charge were shown before paying. Every receipt carries a link that stops the monthly gift at once, without signing in.'
      : '',
    access_activity_log: [
      `${moment(facts.intent_at)} The giver sent our form with their name and address and chose the amount.`,
      `${moment(facts.charged_at)} The card ${facts.last4 ? `ending in ${facts.last4} ` : ''}was charged on the payment page. The form had shown the name on the statement: ${statementDescriptor}.`,
      ...mails.map(
        ({ message, kind, at }) => `${moment(at)} Mail "${message}" was ${kind} to the giver's address.`,
      ),
    ].join('\n'),
    uncategorized_text: `Receipt number ${facts.receipt_number}, for ${amount}.`,
  }
}

const momentIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'long' }).format(at)
