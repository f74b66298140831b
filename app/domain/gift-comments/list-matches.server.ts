import { inTransaction, type Tx } from '#app/platform/db.ts'

const atMost = 5_000

export type ListedMatch = {
  intentId: string
  receiptNumber: string
  fundName: string
  employer: string
  givenAt: Date
  /** All that these gifts brought, card fee included, before refunds. */
  cents: bigint
}

/** Employers whom paid gifts named, for a person's funds to ask; the newest first. */
export const listMatches = ({ fundIds, limit }: { fundIds: string[]; limit: number }) =>
  inTransaction({ scope: { kind: 'staff', fundIds } }, (tx) => matchesIn(tx, limit))

/** The same, in the funds of the transaction's own scope. */
export const matchesIn = (tx: Tx, limit = atMost): Promise<ListedMatch[]> =>
  tx.$queryRaw<ListedMatch[]>`
      select m.intent_id::text as "intentId", p.number::text as "receiptNumber", n.name as "fundName", m.employer,
             p.at as "givenAt", p.cents
        from gift_match m
        join lateral (select min(x.receipt_number) as number, min(x.occurred_at) as at, sum(x.amount_cents)::bigint as cents
                        from payment x where x.intent_id = m.intent_id having count(*) > 0) p on true
        join lateral (select t.name from fund_purpose_text t
                       where t.fund_id = m.fund_id and t.language = 'en' and t.version <= words_of_today(m.fund_id)
                       order by t.version desc limit 1) n on true
       where m.emptied_at is null
       order by p.at desc, m.intent_id limit ${limit}`
