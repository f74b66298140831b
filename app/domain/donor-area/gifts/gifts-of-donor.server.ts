import { type GiftKind, giftKinds, paperOf } from '#app/domain/receipts/gift-kind.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/** One payment as its giver reads it. All amounts in cents. */
export type OwnGift = {
  id: string
  occurredAt: Date
  amountCents: bigint
  feeCoverCents: bigint
  parts: { fund: string; giftCents: bigint }[]
  refunds: { at: Date; cents: bigint }[]
  disputes: { at: Date; cents: bigint; state: 'open' | 'won' | 'lost' }[]
  receiptNumber: bigint
  card: { brand: string; last4: string } | null
  /** How it came: by card, check, in cash and so on. */
  kind: GiftKind
  monthly: boolean
}

/**
 * What was given in a calendar year of the organization's, less what went back of these gifts since, as the statement says
 * it. Gifts of before this site are among them. `disputedCents` of it are asked back by a bank that has not decided yet.
 */
export type GivenInYear = { year: number; gifts: number; cents: bigint; disputedCents: bigint }

/** `hasOtherPapers`: there are gifts that no statement adds up, since their papers are no receipts; they are in no sum here. */
export type GivenByYear = { years: GivenInYear[]; hasOtherPapers: boolean }

export type OwnGifts = GivenByYear & { gifts: OwnGift[]; next: string | null }

type Of = { donorId: string; language: string; timezone: string; after: string | null; limit?: number }

/** A donor's gifts, the newest first, in pages: `after` is the last gift seen. Null where that gift is not theirs. */
export async function giftsOfDonor(of: Of): Promise<OwnGifts | null> {
  return inTransaction({ scope: { kind: 'donor', donorId: of.donorId } }, async (tx) => {
    const { after, limit = 20 } = of
    if (after && !(await tx.payment.findUnique({ where: { id: after }, select: { id: true } }))) return null
    const gifts = await ownGifts(tx, { ...of, limit: limit + 1 })
    const shown = gifts.slice(0, limit)
    return {
      gifts: shown,
      next: gifts.length > limit ? (shown.at(-1)?.id ?? null) : null,
      ...(await givenByYear(tx, of.donorId, of.timezone)),
    }
  })
}

type Page = { donorId: string; language: string; after: string | null; limit: number }

/** In the donor's own scope: the newest first, after the one given. */
async function ownGifts(tx: Tx, { donorId, language, after, limit }: Page): Promise<OwnGift[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select p.id, p.occurred_at as "occurredAt", p.amount_cents as "amountCents", p.receipt_number as "receiptNumber",
           p.card_brand as brand, p.card_last4 as last4, p.recurring_donation_id is not null as monthly,
           p.gift_kind as kind,
           (select jsonb_agg(jsonb_build_object('fund', t.name, 'gift', d.gift_cents::text, 'cover', d.fee_cover_cents::text)
                             order by d.gift_cents desc, d.fund_id)
              from donation d
              join lateral (select x.name from fund_purpose_text x
                             where x.fund_id = d.fund_id and x.version = d.purpose_version and x.language in (${language}, 'en')
                             order by x.language = ${language} desc limit 1) t on true
             where d.payment_id = p.id) as parts,
           (select jsonb_agg(jsonb_build_object('at', r.occurred_at, 'cents', r.amount_cents::text) order by r.occurred_at, r.id)
              from gift_refund r where r.payment_id = p.id) as refunds,
           (select jsonb_agg(jsonb_build_object('at', s.occurred_at, 'cents', s.amount_cents::text, 'state', s.state)
                             order by s.occurred_at, s.id)
              from dispute s where s.payment_id = p.id) as disputes
      from payment p
     where p.donor_id = ${donorId}::uuid
       and (${after}::uuid is null or (p.occurred_at, p.id) < (select l.occurred_at, l.id from payment l where l.id = ${after}::uuid))
     order by p.occurred_at desc, p.id desc limit ${limit}`
  return rows.map(giftOf)
}

type Row = {
  id: string
  occurredAt: Date
  amountCents: bigint
  receiptNumber: bigint
  kind: GiftKind
  brand: string | null
  last4: string | null
  monthly: boolean
  parts: { fund: string; gift: string; cover: string }[] | null
  refunds: { at: string; cents: string }[] | null
  disputes: { at: string; cents: string; state: 'open' | 'won' | 'lost' }[] | null
}

function giftOf(row: Row): OwnGift {
  const { id, occurredAt, amountCents, receiptNumber, kind, monthly } = row
  const parts = row.parts ?? []
  return {
    ...{ id, occurredAt, amountCents, receiptNumber, kind, monthly },
    feeCoverCents: parts.reduce((sum, { cover }) => sum + BigInt(cover), 0n),
    parts: parts.map(({ fund, gift }) => ({ fund, giftCents: BigInt(gift) })),
    refunds: (row.refunds ?? []).map(({ at, cents }) => ({ at: new Date(at), cents: BigInt(cents) })),
    disputes: (row.disputes ?? []).map(({ at, cents, state }) => ({
      at: new Date(at),
      cents: BigInt(cents),
      state,
    })),
    card: row.last4 ? { brand: row.brand ?? 'card', last4: row.last4 } : null,
  }
}

/** The kinds that a statement adds up: each gets a receipt. */
const receiptKinds: string[] = giftKinds.filter((kind) => paperOf[kind] === 'receipt')

/** A dispute takes its amount back when it is lost, and no sooner; never more goes back than was given. */
async function givenByYear(tx: Tx, donorId: string, timezone: string): Promise<GivenByYear> {
  const years = await tx.$queryRaw<GivenInYear[]>`
    select extract(year from g.at at time zone ${timezone})::int as year, count(*)::int as gifts, sum(g.cents)::bigint as cents,
           sum(least(g.asked, g.cents))::bigint as "disputedCents"
      from (select p.occurred_at as at, greatest(p.amount_cents
                     - coalesce((select sum(r.amount_cents) from gift_refund r where r.payment_id = p.id), 0)
                     - coalesce((select sum(s.amount_cents) from dispute s where s.payment_id = p.id and s.state = 'lost'), 0), 0)
                     as cents,
                   coalesce((select sum(s.amount_cents) from dispute s where s.payment_id = p.id and s.state = 'open'), 0) as asked
              from payment p where p.donor_id = ${donorId}::uuid and p.gift_kind = any (${receiptKinds})
            union all
            select l.given_at, sum(case l.kind when 'gift' then l.amount_cents else -l.amount_cents end),
                   coalesce((select sum(q.gift_cents) from imported_gift_dispute q where q.gift_id = l.gift_id and q.state = 'open'), 0)
              from donor_gift_line l
             where l.donor_id = ${donorId}::uuid and l.gift_kind = 'imported' and l.stands
             group by l.gift_id, l.given_at) g
     group by 1 order by 1 desc`
  const other = await tx.payment.findFirst({
    where: { donorId, giftKind: { notIn: receiptKinds } },
    select: { id: true },
  })
  return { years, hasOtherPapers: other !== null }
}

/** The same for a page that shows no gifts. */
export const yearsOfDonor = (of: { donorId: string; timezone: string }): Promise<GivenByYear> =>
  inTransaction({ scope: { kind: 'donor', donorId: of.donorId } }, (tx) =>
    givenByYear(tx, of.donorId, of.timezone),
  )
