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

/**
 * All that these funds have to report, what is due first on top; what is filed stands behind. With a case code, of the
 * reports that follow one bond only those of its bonds, however many others there are.
 */
export async function dueReports(
  tx: Tx,
  of: { fundIds: string[]; at: Date; timezone: string; caseCode?: string | null },
): Promise<DueReport[]> {
  const today = dayOf(of.at, of.timezone)
  const rules = await reportingRules(tx, of.fundIds)
  const askedOnce = new Map<string, Asked>()
  for (const rule of rules) {
    const subjects =
      rule.period === 'per_event'
        ? (await postedUnder(tx, rule, of.caseCode ?? null)).map(({ day, ...bond }) => ({
            ...{ term: termOfEvent(rule, day), bond },
          }))
        : termsOf(rule, { ...rule, today }).map((term) => ({ term, bond: null }))
    for (const subject of subjects) {
      const report = { rule, ...subject }
      // The period in which a newer version began is its own; one of another length is another report.
      const key = [rule.fundId, rule.code, report.term.start, report.term.end, report.bond?.id].join()
      if (!askedOnce.has(key)) askedOnce.set(key, report)
    }
  }
  const asked = [...askedOnce.values()]
  const filings = await filingsOf(tx, asked)
  const reports = asked.map((each, place): DueReport => {
    const filing = filings.get(place) ?? null
    return { ...each, filing, state: stateOf({ ...each, filing, today }) }
  })
  return reports.sort(byClock)
}

type Asked = Pick<DueReport, 'rule' | 'term' | 'bond'>

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

/** Of each report that is asked about, by its place among them: what is old is never pushed out by what came after it. */
async function filingsOf(tx: Tx, asked: Asked[]): Promise<Map<number, Filing>> {
  const keys = asked.map(({ rule, term, bond }, place) => ({
    ...{ place, fund_id: rule.fundId, code: rule.code, bond_id: bond?.id ?? null },
    ...{ period_start: term.start, period_end: term.end },
  }))
  const rows = await tx.$queryRaw<(Filing & { place: number })[]>`
    select k.place, f.filed_on::text as "filedOn", f.confirmation, s.name as by
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
           as k(place int, fund_id uuid, code text, bond_id uuid, period_start date, period_end date)
      join report_filing f on f.fund_id = k.fund_id and f.rule_code = k.code and f.bond_id is not distinct from k.bond_id
                          and f.period_start = k.period_start and f.period_end = k.period_end
      join staff s on s.id = f.filed_by`
  return new Map(rows.map(({ place, ...filing }) => [place, filing]))
}

/** As many as a page can show: what is not filed yet comes first, the oldest of it before all. */
const mostEvents = 100

type Posted = { id: string; caseCode: string; day: string }

/** What was filed of a bond stays, wherever its court is said to lie since then. */
const postedUnder = (
  tx: Tx,
  { fundId, code, place, bondKind, since, until }: ReportingRule,
  caseCode: string | null,
): Promise<Posted[]> => tx.$queryRaw<Posted[]>`
    select b.id, b.case_code as "caseCode", local_day(b.posted_at)::text as day from bond b
      left join report_filing f on f.fund_id = b.fund_id and f.rule_code = ${code} and f.bond_id = b.id
     where b.fund_id = ${fundId}::uuid and (${bondKind}::text is null or b.kind = ${bondKind})
       and (${caseCode}::text is null or b.case_code = ${caseCode})
       and local_day(b.posted_at) >= ${since}::date
       and (${until}::date is null or local_day(b.posted_at) <= ${until}::date)
       and (f.id is not null or bond_counts_in(b.id, ${place}))
     order by f.filed_on desc nulls first, b.posted_at limit ${mostEvents}`
