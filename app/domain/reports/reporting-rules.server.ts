import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ReportFigure, ReportSchedule } from './report.ts'

export type ReportingRule = ReportSchedule & {
  ruleId: string
  fundId: string
  code: string
  version: number
  place: string
  bondKind: string | null
  summary: string
  source: string
  reviewed: boolean
  fields: ReportFigure[]
  /** The later of the day on which the version began and that on which the fund came under it, as `2026-11-21`. */
  since: string
  /** The last day that it speaks of; null while it holds and the fund serves the place. */
  until: string | null
}

/**
 * The reports that rules of these funds' places ask for: of each rule the newest version that counsel reviewed, or the
 * newest; and before it each older one for the days until the one that took its place began, since what was due for them is
 * due still. The newer of two stands before the older; one that asks for no report ends those before it all the same, and
 * holds back none after it. Of those to come none while an older one holds. A place of the fund falls under rules of the
 * places around it, too. One that ended is there for the days before.
 */
export const reportingRules = (tx: Tx, fundIds: string[]): Promise<ReportingRule[]> =>
  tx.$queryRaw<ReportingRule[]>`
    with version as (select r.*, v.rule_id is not null as reviewed from jurisdiction_rule r
           left join rule_review v on v.rule_id = r.id),
         each as (
    select distinct on (p.fund_id, r.id) r.id as "ruleId", p.fund_id as "fundId", r.code, r.version, r.place,
           r.bond_kind as "bondKind", r.summary, r.source, r.reviewed, s.period,
           s.due_month as "dueMonth", s.due_day as "dueDay", s.within_days as "withinDays", s.fields,
           greatest(r.valid_from, local_day(p.recorded_at)) as since,
           least(r.valid_until - 1, local_day(place_ended_at(p.id)),
                 (select min(y.valid_from) - 1 from version y
                   where y.code = r.code and (y.reviewed, y.version) > (r.reviewed, r.version)
                     and (y.kind = 'report_due' or y.version > r.version))) as until
      from fund_place p join version r on lies_in(p.place, r.place) join report_schedule s on s.rule_id = r.id
     where p.fund_id = any(${fundIds}::uuid[])
       and (r.valid_from <= local_day(${now()}::timestamptz)
            or not exists (select from version o where o.code = r.code and o.kind = 'report_due'
                              and o.valid_from <= local_day(${now()}::timestamptz)))
     order by p.fund_id, r.id, place_ended_at(p.id) is not null,
              case when place_ended_at(p.id) is null then p.recorded_at end, p.recorded_at desc)
    select "ruleId", "fundId", code, version, place, "bondKind", summary, source, reviewed, period, "dueMonth", "dueDay",
           "withinDays", fields, since::text, until::text
      from each where until is null or since <= until order by "fundId", code, reviewed desc, version desc`
