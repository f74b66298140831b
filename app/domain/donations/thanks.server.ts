import { db } from '#app/platform/db.ts'
import { againToken } from './again-token.ts'

export type Thanks = {
  status: 'waiting' | 'booked' | 'failed'
  /** What the card was or will be charged, fee cover included, in cents. */
  amountCents: bigint
  fundName: string
  fundSlug: string
  frequency: 'once' | 'monthly'
  receiptNumber: string | null
  /** Of a gift to several funds: what each gets, fee cover included, in cents. Empty for one fund. */
  parts: { name: string; cents: bigint }[]
  /** Fills the giving form in again. */
  again: string
}

/** What became of a gift, for the donor who comes back from paying. The token is in their address bar only. Records nothing. */
export async function thanks({ token }: { token: string }): Promise<Thanks | null> {
  const [row] = await db().$queryRaw<Row[]>`
    select i.id, i.frequency, f.slug, t.name, s.state,
           (select sum(gift_cents + fee_cover_cents)::bigint from gift_intent_part x where x.intent_id = i.id) as amount,
           (select min(p.receipt_number) from payment p where p.intent_id = i.id) as receipt,
           (select jsonb_agg(jsonb_build_object('name', n.name, 'cents', (x.gift_cents + x.fee_cover_cents)::text)
                             order by x.gift_cents desc, g.position, g.slug)
              from gift_intent_part x join fund g on g.id = x.fund_id
              join lateral (select name from fund_purpose_text y
                             where y.fund_id = x.fund_id and y.version = x.purpose_version and y.language in (i.language, 'en')
                             order by y.language = i.language desc limit 1) n on true
             where x.intent_id = i.id) as parts
      from gift_intent i
      join lateral (select * from gift_intent_part x where x.intent_id = i.id order by gift_cents desc limit 1) part on true
      join fund f on f.id = part.fund_id
      join lateral (select name from fund_purpose_text x
                     where x.fund_id = f.id and x.version = part.purpose_version and x.language in (i.language, 'en')
                     order by x.language = i.language desc limit 1) t on true
      left join checkout_session s on s.intent_id = i.id
     where i.thanks_token = ${token}`
  if (!row) return null
  return {
    status: row.receipt ? 'booked' : row.state === 'expired' ? 'failed' : 'waiting',
    amountCents: row.amount,
    fundName: row.name,
    fundSlug: row.slug,
    frequency: row.frequency,
    receiptNumber: row.receipt ? String(row.receipt) : null,
    parts: row.parts.length > 1 ? row.parts.map(({ name, cents }) => ({ name, cents: BigInt(cents) })) : [],
    again: againToken(row.id),
  }
}

type Row = {
  id: string
  frequency: 'once' | 'monthly'
  slug: string
  name: string
  state: string | null
  amount: bigint
  receipt: bigint | null
  parts: { name: string; cents: string }[]
}
