import { inTransaction } from '#app/platform/db.ts'

/** A gift from before this site began, as another system's file told of it, and what went back of it since. */
export type OwnHistory = {
  id: string
  on: Date
  cents: bigint
  fund: string
  receiptNumber: string
  refunds: { at: Date; cents: bigint }[]
  disputes: { at: Date; cents: bigint; state: 'open' | 'won' | 'lost' }[]
}

type Row = Omit<OwnHistory, 'refunds' | 'disputes'> & {
  refunds: { at: string; cents: string }[] | null
  disputes: { at: string; cents: string; state: 'open' | 'won' | 'lost' }[] | null
}

/** More than a gift a week for ten years; statements have all of them. */
const shownAtMost = 600

/** What a donor gave before, the newest first. A file that was taken back says nothing any more. */
export async function historyOfDonor(of: { donorId: string; language: string }): Promise<OwnHistory[]> {
  const rows = await inTransaction(
    { scope: { kind: 'donor', donorId: of.donorId } },
    (tx) => tx.$queryRaw<Row[]>`
      select l.gift_id as id, l.given_at as on, l.amount_cents as cents, t.name as fund, g.receipt_number as "receiptNumber",
             (select jsonb_agg(jsonb_build_object('at', r.occurred_at, 'cents', r.gift_cents::text) order by r.occurred_at, r.id)
                from imported_gift_refund r where r.gift_id = g.id and r.failed_txn_id is null and r.gift_cents > 0) as refunds,
             (select jsonb_agg(jsonb_build_object('at', q.occurred_at, 'cents', q.gift_cents::text, 'state', q.state)
                               order by q.occurred_at, q.id)
                from imported_gift_dispute q where q.gift_id = g.id and q.gift_cents > 0) as disputes
        from donor_gift_line l join imported_gift g on g.id = l.gift_id
        join lateral (select x.name from fund_purpose_text x
                       where x.fund_id = l.fund_id and x.version = l.purpose_version and x.language in (${of.language}, 'en')
                       order by x.language = ${of.language} desc limit 1) t on true
       where l.donor_id = ${of.donorId}::uuid and l.gift_kind = 'imported' and l.kind = 'gift' and l.stands
       order by l.given_at desc, l.gift_id limit ${shownAtMost}`,
  )
  return rows.map((row) => ({
    ...row,
    refunds: (row.refunds ?? []).map(({ at, cents }) => ({ at: new Date(at), cents: BigInt(cents) })),
    disputes: (row.disputes ?? []).map(({ at, cents, state }) => ({
      ...{ at: new Date(at), cents: BigInt(cents), state },
    })),
  }))
}
