import type { FundKind, FundState, FundSummary } from './fund.ts'

/** A row of `fund_summary_sql`: what every public page of a fund begins with. */
export type FundRow = {
  id: string
  slug: string
  kind: FundKind
  state: FundState
  soliciting_blocked: boolean
  name: string
  summary: string
  purpose: string
  version: number
  effective_from: Date
  policy_name: string
  demonstration: boolean
  raised_display: 'exact' | 'hourly' | 'at_closes'
  k: number
  delay_days: number
  rounding_cents: bigint
  minimum_gift_cents: bigint
  maximum_gift_cents: bigint
  suggested_cents: bigint[]
  raised_cents: bigint
  gifts: bigint
  as_of: Date
}

export const summaryOf = (row: FundRow): FundSummary => ({
  slug: row.slug,
  name: row.name,
  summary: row.summary,
  kind: row.kind,
  state: row.state === 'open' && row.soliciting_blocked ? 'not_asking' : row.state,
  demonstration: row.demonstration,
  raisedCents: row.raised_cents,
  gifts: Number(row.gifts),
  asOf: row.as_of,
})

/**
 * One statement for all that a fund's page needs of the fund: words in the reader's language (else English), policy, and
 * *raised*, which is three account balances and one small roll-up, whatever the size of the ledger. A fund that shows
 * its total hourly takes this hour's movements off again, so that the page is no meter of single gifts; what happened long
 * before it was written (a backlog, an import) tells nothing of this hour and counts at once.
 * $1 language, $2 slug or null for all.
 */
export const fundRowsSql = `
  select f.id, f.slug, f.kind, f.state, soliciting_is_blocked(f.id, now()) as soliciting_blocked, t.name, t.summary, t.purpose, v.version, v.effective_from,
         p.name as policy_name, p.demonstration, p.raised_display, p.k, p.delay_days, p.rounding_cents,
         f.minimum_gift_cents, f.maximum_gift_cents,
         coalesce((select s.cents from fund_suggestion s where s.fund_id = f.id and s.language in ($1, 'en')
                    order by s.language = $1 desc, s.version desc limit 1), f.suggested_cents) as suggested_cents,
         case p.raised_display when 'at_closes' then coalesce(closed.cents, 0)
           else coalesce(live.cents, 0)::bigint - coalesce(late.cents, 0)::bigint end as raised_cents,
         case p.raised_display when 'at_closes' then coalesce(closed.gifts, 0)
           else coalesce(live.gifts, 0)::bigint - coalesce(late.gifts, 0)::bigint end as gifts,
         case p.raised_display when 'exact' then now() when 'hourly' then date_trunc('hour', now())
           else coalesce(closed.cut_at, v.effective_from) end as as_of
    from fund f
    join publication_policy p on p.name = f.policy_name
    join lateral (select version, effective_from from fund_purpose
                   where fund_id = f.id and effective_from <= now() order by version desc limit 1) v on true
    join lateral (select name, summary, purpose from fund_purpose_text
                   where fund_id = f.id and version = v.version and language in ($1, 'en')
                   order by language = $1 desc limit 1) t on true
    left join lateral (
      select (select -sum(a.debits_cents - a.credits_cents) from ledger_account a
               where a.fund_id = f.id and a.sub = '' and a.code in ('gifts', 'fee_cover', 'dispute_losses')) as cents,
             (select sum(d.transfers) from ledger_daily d
               where d.fund_id = f.id and d.code in ('donation', 'offline_gift')) as gifts) live on true
    left join lateral (
      select sum(case when d.code in ('gifts', 'fee_cover', 'dispute_losses') then -x.amount_cents else x.amount_cents end) as cents,
             count(*) filter (where x.code in ('donation', 'offline_gift')) as gifts
        from ledger_transfer x
        join ledger_account d on d.id = x.debit_account_id
        join ledger_account c on c.id = x.credit_account_id
       where p.raised_display <> 'exact' and x.fund_id = f.id and x.recorded_at >= date_trunc('hour', now())
         and x.occurred_at >= date_trunc('hour', now()) - interval '1 hour'
         and (d.code in ('gifts', 'fee_cover', 'dispute_losses') or c.code in ('gifts', 'fee_cover', 'dispute_losses'))) late on true
    left join lateral (
      select c.cut_at, g.shown_value as cents,
             (select sum(d.transfers)::bigint from ledger_daily d
               where d.fund_id = f.id and d.code in ('donation', 'offline_gift') and d.day <= (c.cut_at at time zone 'UTC')::date) as gifts
        from publication_close c join published_figure g on g.close_id = c.id and g.figure = 'raised'
       where p.raised_display = 'at_closes' and c.fund_id = f.id and c.published
       order by c.seq desc limit 1) closed on true
   where f.kind <> 'operating' and ($2::text is null or f.slug = $2)
   order by f.state = 'closed', f.position, f.slug`
