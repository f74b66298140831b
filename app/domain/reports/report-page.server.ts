import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type DueReport, dueReports } from './due-reports.server.ts'
import { type Figures, type ReportFigure, reportFigures } from './report.ts'

type Asked = { staff: { fundIds: string[] }; at: Date; timezone: string }

export type ReportKey = { fundId: string; ruleId: string; start: string; caseCode: string | null }

export const listReports = ({ staff, ...of }: Asked): Promise<DueReport[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    dueReports(tx, { ...of, fundIds: staff.fundIds }),
  )

export type DrawnReport = DueReport & {
  figures: { figure: ReportFigure; value: bigint }[]
  /** Whether the books say otherwise now than what was filed: something was entered late. */
  hasChanged: boolean
}

/** One report with its figures: as it was filed, or as the books stand now. Null: not theirs, or there is none such. */
export const drawReport = ({ staff, key, ...of }: Asked & { key: ReportKey }): Promise<DrawnReport | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    reportDrawn(tx, { ...of, fundIds: staff.fundIds, key }),
  )

type Found = { fundIds: string[]; at: Date; timezone: string; key: ReportKey }

/** As `drawReport`, for whoever is in a transaction already. */
export async function reportDrawn(tx: Tx, of: Found): Promise<DrawnReport | null> {
  const found = await findReport(tx, of)
  if (!found) return null
  const drawn = await figuresOf(tx, found)
  const filed = found.filing ? await filedFigures(tx, found) : null
  const shown = found.rule.fields.map((figure) => ({ figure, value: (filed ?? drawn)[figure] }))
  const hasChanged = filed !== null && found.rule.fields.some((figure) => filed[figure] !== drawn[figure])
  return { ...found, figures: shown, hasChanged }
}

export async function findReport(tx: Tx, of: Found): Promise<DueReport | null> {
  const { fundId, ruleId, start, caseCode } = of.key
  if (!of.fundIds.includes(fundId)) return null
  const reports = await dueReports(tx, { ...of, fundIds: [fundId], caseCode })
  return (
    reports.find(
      ({ rule, term, bond }) =>
        rule.ruleId === ruleId && term.start === start && (bond?.caseCode ?? null) === caseCode,
    ) ?? null
  )
}

async function figuresOf(tx: Tx, { rule, term, bond }: DueReport): Promise<Figures> {
  const [row] = await tx.$queryRaw<Figures[]>`
    select * from report_figures(${rule.fundId}::uuid, ${rule.bondKind}, ${rule.place}, ${term.start}::date,
                                 ${term.end}::date, ${bond?.id ?? null}::uuid)`
  if (!row) throw new Error('report_figures always answers one row')
  return row
}

async function filedFigures(tx: Tx, { rule, term, bond }: DueReport): Promise<Figures> {
  const { figures } = await tx.reportFiling.findFirstOrThrow({
    where: {
      fundId: rule.fundId,
      ruleCode: rule.code,
      periodStart: new Date(term.start),
      periodEnd: new Date(term.end),
      bondId: bond?.id ?? null,
    },
    select: { figures: true },
  })
  const kept = figures as Record<string, number>
  return Object.fromEntries(reportFigures.map((figure) => [figure, BigInt(kept[figure] ?? 0)])) as Figures
}
