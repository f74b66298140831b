import { pool } from '#app/platform/db.ts'
import type { ClosedFigures, FundPage } from './fund.ts'
import { type FundRow, fundRowsSql, summaryOf } from './fund-row.server.ts'
import { readCents } from './read-cents.ts'

export type { FundPage }

/** All that the public page of a fund shows. Null where no donor can give to such a fund. */
export async function fundPage(of: { slug: string; language: string }): Promise<FundPage | null> {
  const { rows } = await pool().query<FundRow & Around>({
    // Named, so that each connection plans it once.
    ...{ name: 'fund-page', text: fundPageSql },
    values: [of.language, of.slug],
  })
  if (!rows[0]) return null
  const { close, months, updates } = rows[0]
  const row = readCents(rows[0])

  return {
    ...summaryOf(row),
    id: row.id,
    purpose: row.purpose,
    purposeVersion: row.version,
    purposeSince: row.effective_from,
    policy: {
      name: row.policy_name,
      k: row.k,
      delayDays: row.delay_days,
      roundingCents: row.rounding_cents,
    },
    lastClose: close ? readClose(close) : null,
    nextCloseAt: null,
    updates: updates.map((update) => ({ ...update, publishedAt: new Date(update.publishedAt) })),
    giftsByMonth: months.map((month) => ({ ...month, cents: BigInt(month.cents) })),
    minimumCents: row.minimum_gift_cents,
    maximumCents: row.maximum_gift_cents,
    suggestedCents: row.suggested_cents,
  }
}

type CloseJson = {
  cut_at: string
  occurred_at: string
  figures: Record<string, { value: string | null; as_of: string | null }>
}

type Around = {
  close: CloseJson | null
  months: { month: string; cents: string; gifts: number }[]
  updates: { slug: string; title: string; publishedAt: string }[]
}

/**
 * The fund, its last published close, gifts by month, and published updates: one round trip. Where *raised* is not shown
 * live, the months must not tell what it hides, and end with yesterday. $1 language, $2 slug.
 */
const fundPageSql = `
  with fund_row as materialized (${fundRowsSql})
  select f.*, last.close, around.months, around.updates
    from fund_row f
    left join lateral (
      select jsonb_build_object('cut_at', c.cut_at, 'occurred_at', c.occurred_at, 'figures',
               (select jsonb_object_agg(g.figure, jsonb_build_object('value', g.shown_value::text, 'as_of', g.shown_as_of))
                  from published_figure g where g.close_id = c.id)) as close
        from publication_close c where c.fund_id = f.id and c.published order by c.seq desc limit 1) last on true
    cross join lateral (select
      coalesce((select jsonb_agg(m order by m.month) from (
         select to_char(d.day, 'YYYY-MM') as month, sum(d.amount_cents)::bigint::text as cents,
                sum(d.transfers) filter (where d.code in ('donation', 'offline_gift'))::int as gifts
           from ledger_daily d
          where d.fund_id = f.id and d.code in ('donation', 'donation_fee_cover', 'offline_gift')
            and d.day > (date_trunc('month', now()) - interval '12 months')::date
            and (f.raised_display = 'exact' or d.day < (now() at time zone 'UTC')::date)
          group by 1) m), '[]') as months,
      coalesce((select jsonb_agg(u order by u."publishedAt" desc) from (
         select i.slug, t.title, p.occurred_at as "publishedAt"
           from impact_update_publication p join impact_update i on i.id = p.update_id
           join lateral (select title from impact_update_text x where x.update_id = i.id and x.language in ($1, 'en')
                          order by x.language = $1 desc limit 1) t on true
          where i.fund_id = f.id order by p.occurred_at desc limit 5) u), '[]') as updates) around`

/** Which published figure stands behind each name that the page uses. */
const shown = {
  raisedCents: 'raised',
  onHandCents: 'on_hand',
  outCents: 'out_on_bonds',
  returnedCents: 'returned',
  lostCents: 'lost',
  feesCents: 'bond_fees',
  postedCents: 'posted',
  people: 'people_freed',
} as const

function readClose(close: CloseJson): ClosedFigures {
  const asOf = new Date(close.cut_at)
  const since: ClosedFigures['since'] = {}
  const read = (name: keyof typeof shown): bigint | null => {
    const figure = close.figures[shown[name]]
    if (!figure?.value) return null
    const date = figure.as_of ? new Date(figure.as_of) : asOf
    if (date.getTime() !== asOf.getTime()) since[name] = date
    return BigInt(figure.value)
  }
  const people = read('people')
  return {
    asOf,
    publishedAt: new Date(close.occurred_at),
    raisedCents: read('raisedCents'),
    onHandCents: read('onHandCents'),
    outCents: read('outCents'),
    returnedCents: read('returnedCents'),
    lostCents: read('lostCents'),
    feesCents: read('feesCents'),
    postedCents: read('postedCents'),
    people: people === null ? null : Number(people),
    since,
  }
}
