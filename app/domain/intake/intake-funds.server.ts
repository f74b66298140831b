import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { IntakeMode } from '#app/domain/requests/request.ts'
import { db, pool } from '#app/platform/db.ts'
import { type Hours, readHours } from './hours.ts'

export type IntakeFund = {
  id: string
  slug: string
  name: string
  mode: IntakeMode
  /** It takes requests no more, ever: only whoever has its address comes to it. */
  closed: boolean
  phone: string
  hours: Hours
  languages: string[]
  answerWithinDays: number
  /** By what it is decided who is helped first, the weightiest first; none where the fund has not said. */
  priority: string[]
  /** Where else people can ask. */
  otherPlaces: { name: string; phone: string }[]
}

type Row = Omit<IntakeFund, 'name' | 'hours'> & { hours: string }

/**
 * The funds that say how they are asked for help, as they stand on the public page; those that take requests first. A closed
 * fund takes none, whatever it said before.
 */
export async function intakeFunds(language: string): Promise<IntakeFund[]> {
  const rows = await db().$queryRaw<Row[]>`
    select f.id, f.slug, m.mode, f.state = 'closed' as closed, i.phone, i.hours, i.languages, i.answer_within_days as "answerWithinDays",
           coalesce((select p.criteria from priority_policy p where p.fund_id = f.id order by p.id desc limit 1), '{}') as priority,
           coalesce((select jsonb_agg(jsonb_build_object('name', o.name, 'phone', o.phone) order by o.name)
                       from other_place o where o.fund_id = f.id and o.ended_at is null), '[]') as "otherPlaces"
      from fund_intake i join fund f on f.id = i.fund_id
     cross join lateral (select case f.state when 'closed' then 'off' else i.mode end as mode) m
     order by array_position(array['public_form', 'partners_only', 'off'], m.mode), f.position, f.slug`
  const names = await fundNames(db(), { fundIds: rows.map(({ id }) => id), language })
  return rows.map((row) => ({ ...row, name: names.get(row.id) ?? '', hours: readHours(row.hours) }))
}

/** Null where there is no such fund, or where it says nothing about requests. */
export async function intakeFund(of: { slug: string; language: string }): Promise<IntakeFund | null> {
  return (await intakeFunds(of.language)).find(({ slug }) => slug === of.slug) ?? null
}

/** How one fund is asked, where it says so: its page leads there. A closed fund is asked no more. */
export async function intakeModeOf(slug: string): Promise<IntakeMode | null> {
  const { rows } = await pool().query<{ mode: IntakeMode }>({
    name: 'intake-mode-of',
    text: `select case f.state when 'closed' then 'off' else i.mode end as mode
             from fund_intake i join fund f on f.id = i.fund_id where f.slug = $1`,
    values: [slug],
  })
  return rows[0]?.mode ?? null
}

/**
 * Whether any fund says how it is asked for help, also where the answer is for now that it cannot be: each page leads there
 * from its top.
 */
export async function saysHowToAsk(): Promise<boolean> {
  const { rows } = await pool().query<{ says: boolean }>({
    name: 'says-how-to-ask',
    text: `select exists (select from fund_intake i join fund f on f.id = i.fund_id
                                     where f.state <> 'closed') as says`,
  })
  return rows[0]?.says ?? false
}
