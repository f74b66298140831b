import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ReportTerm } from './report.ts'
import { type ReportingRule, reportingRules } from './reporting-rules.server.ts'
import { termOfEvent, termsOf } from './terms.ts'

/** `running`: the period is not over. `late`: the day by which it was due is past. */
export type ReportState = 'running' | 'due' | 'late' | 'filed'

export type Filing = { filedOn: string; confirmation: string; by: string }

export type DueReport = {
  rule: ReportingRule
  term: ReportTerm
  /** Of a report that follows one bond. */
  bond: { id: string; caseCode: string } | null
  filing: Filing | null
  state: ReportState
}

/** All that these funds have to report, what is due first on top; what is filed stands behind. */
export async function dueReports(
  tx: Tx,
  of: { fundIds: string[]; at: Date; timezone: string },
): Promise<DueReport[]> {
  const today = dayOf(of.at, of.timezone)
  const rules = await reportingRules(tx, of.fundIds)
  const filings = await filingsOf(tx, of.fundIds)
  const reports: DueReport[] = []
  for (const rule of rules) {
    const subjects =
      rule.period === 'per_event'
        ? (await postedUnder(tx, rule)).map(({ day, ...bond }) => ({ term: termOfEvent(rule, day), bond }))
        : termsOf(rule, { ...rule, today }).map((term) => ({ term, bond: null }))
    for (const { term, bond } of subjects) {
      const filing =
        filings.find(
          (each) =>
            each.fundId === rule.fundId &&
            each.code === rule.code &&
            each.start === term.start &&
            each.bondId === (bond?.id ?? null),
        ) ?? null
      reports.push({ rule, term, bond, filing, state: stateOf({ term, filing, bond, today }) })
    }
  }
  return reports.sort(byClock)
}

type Judged = Pick<DueReport, 'term' | 'filing' | 'bond'> & { today: string }

function stateOf({ term, filing, bond, today }: Judged): ReportState {
  if (filing) return 'filed'
  if (term.dueOn < today) return 'late'
  // What one bond asks for is due from the day on which it was posted.
  return bond === null && term.end > today ? 'running' : 'due'
}

const byClock = (one: DueReport, other: DueReport): number =>
  Number(one.state === 'filed') - Number(other.state === 'filed') ||
  (one.state === 'filed'
    ? other.term.dueOn.localeCompare(one.term.dueOn)
    : one.term.dueOn.localeCompare(other.term.dueOn)) ||
  one.rule.code.localeCompare(other.rule.code)

type FoundFiling = Filing & { fundId: string; code: string; start: string; bondId: string | null }

const filingsOf = (tx: Tx, fundIds: string[]): Promise<FoundFiling[]> =>
  tx.$queryRaw<FoundFiling[]>`
    select f.fund_id as "fundId", f.rule_code as code, f.period_start::text as start, f.bond_id as "bondId",
           f.filed_on::text as "filedOn", f.confirmation, s.name as by
      from report_filing f join staff s on s.id = f.filed_by
     where f.fund_id = any(${fundIds}::uuid[]) order by f.period_start desc limit 500`

/** As many as a page can show: what is not filed yet comes first, the oldest of it before all. */
const mostEvents = 100

type Posted = { id: string; caseCode: string; day: string }

const postedUnder = (tx: Tx, { fundId, code, bondKind, since, until }: ReportingRule): Promise<Posted[]> =>
  tx.$queryRaw<Posted[]>`
    select b.id, b.case_code as "caseCode", local_day(b.posted_at)::text as day from bond b
      left join report_filing f on f.fund_id = b.fund_id and f.rule_code = ${code} and f.bond_id = b.id
     where b.fund_id = ${fundId}::uuid and (${bondKind}::text is null or b.kind = ${bondKind})
       and local_day(b.posted_at) >= ${since}::date
       and (${until}::date is null or local_day(b.posted_at) <= ${until}::date)
     order by f.filed_on desc nulls first, b.posted_at limit ${mostEvents}`
