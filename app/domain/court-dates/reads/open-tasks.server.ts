import type { Tx } from '#app/platform/db.ts'
import { statesWithDates } from '../court-date.ts'

const taskActs = [
  'ask_about_missed',
  'get_missed_proof',
  'call_about_date',
  'arrange_ride',
  'arrange_ride_home',
  'check_release',
  'check_ice_release',
  'record_appearance',
  'meet_deadline',
] as const
type TaskAct = (typeof taskActs)[number]

export type OpenTask = {
  act: TaskAct
  bondId: string
  fundId: string
  slug: string
  caseCode: string
  amountCents: bigint
  /** What kind of call, hearing or deadline; the bond's state where nothing else is known. */
  what: string
  since: Date
  dueAt: Date
}

type Asked = { at: Date; timezone: string; fundSlug?: string | null }

/**
 * What somebody has to do about cases, what is due first on top: ask why a date was missed until that is known, get the
 * proof that was named, call about a date, find who drives to it by the day before and who drives home when the door opens,
 * where a ride is wanted, ask a jail or ICE why someone is still inside after a day, say what became of a date, and meet the
 * days that papers name. A bond that funds share is told of once, with what all of its parts that the scope shows hold.
 */
export const openTasks = (tx: Tx, { at, timezone, fundSlug = null }: Asked): Promise<OpenTask[]> =>
  tx.$queryRaw<OpenTask[]>`
  with mine as (select b.*, f.slug, coalesce(own.shared_bond_id, b.id) as whole, coalesce(own.position, 0) as position,
                       sum(b.principal_cents) over (partition by coalesce(own.shared_bond_id, b.id))::bigint as whole_cents
                  from bond b join fund f on f.id = b.fund_id
                  left join shared_bond_part own on own.disbursement_id = b.disbursement_id
                 where ${fundSlug}::text is null or f.slug = ${fundSlug}),
       tasks as (
    select case when a.is_known then 'get_missed_proof' else 'ask_about_missed' end as act, m.bond_id, 'missed' as what,
           m.occurred_at as since,
           (local_day(coalesce(a.occurred_at, m.occurred_at)) + 1)::timestamp at time zone ${timezone} as due_at
      from missed_date m join mine b on b.id = m.bond_id
      left join lateral (
        select x.occurred_at, x.lawyer <> 'no_answer' and x.whereabouts <> 'unknown' as is_known,
               x.proof_kind is not null and not x.proof_in_hand as proof_is_out
          from missed_date_answer x where x.missed_id = m.id order by x.id desc limit 1) a on true
     where b.state = any(${statesWithDates}::text[])
       and (a.is_known is null or not a.is_known or a.proof_is_out)
    union all
    select 'call_about_date', c.bond_id, c.kind, c.recorded_at, c.due_at
      from case_call c where c.done_at is null and c.due_at < ${at}::timestamptz + interval '1 day'
    union all
    select 'arrange_ride', d.bond_id, d.hearing, w.done_at, d.day::timestamp at time zone ${timezone}
      from court_date d join mine b on b.id = d.bond_id
     cross join lateral (
       select c.ride, c.done_at from case_call c
        where c.date_id = d.id and c.outcome = 'reached' order by c.done_at desc, c.recorded_at desc limit 1) w
     where w.ride = 'wanted' and d.day >= (${at}::timestamptz at time zone ${timezone})::date
       and b.state = any(${statesWithDates}::text[])
       and not exists (select from court_date_outcome o where o.date_id = d.id)
       and not exists (select from case_ride r where r.date_id = d.id and r.taken_back_at is null)
    union all
    select 'arrange_ride_home', b.id, b.state, b.posted_at, b.posted_at + interval '1 hour'
      from mine b
     where b.state = 'posted' and ride_home_is_wanted(b.id)
       and not exists (select from case_ride r where r.bond_id = b.id and r.date_id is null and r.taken_back_at is null)
    union all
    select case b.kind when 'immigration_bond' then 'check_ice_release' else 'check_release' end, b.id, b.state, b.posted_at, s.last + s.patience
      from mine b cross join lateral (
        select greatest(b.posted_at, (select max(r.occurred_at) from release_check r where r.bond_id = b.id),
                        (select max(c.occurred_at) from bond_state_change c where c.bond_id = b.id)) as last,
               case b.state when 'posted' then interval '1 day' else interval '7 days' end as patience) s
     where b.state in ('posted', 'posted_not_released') and s.last + s.patience <= ${at}::timestamptz
    union all
    select 'record_appearance', d.bond_id, d.hearing, d.recorded_at, (d.day + 1)::timestamp at time zone ${timezone}
      from court_date d join mine b on b.id = d.bond_id
     where d.day < (${at}::timestamptz at time zone ${timezone})::date and b.state = any(${statesWithDates}::text[])
       and not exists (select from court_date_outcome o where o.date_id = d.id)
    union all
    select 'meet_deadline', l.bond_id, l.kind, l.recorded_at, (l.last_day + 1)::timestamp at time zone ${timezone}
      from bond_deadline l where not exists (select from bond_deadline_end e where e.deadline_id = l.id))
  select * from (
    select distinct on (b.whole, t.act, t.what, t.due_at, t.nth)
           t.act, t.what, t.since, t.due_at as "dueAt", b.id as "bondId", b.fund_id as "fundId", b.slug,
           b.case_code as "caseCode", b.whole_cents as "amountCents"
      from (select *, row_number() over (partition by bond_id, act, what, due_at order by since) as nth from tasks) t
      join mine b on b.id = t.bond_id
     order by b.whole, t.act, t.what, t.due_at, t.nth, b.position) told
   order by "dueAt", since limit 300`
