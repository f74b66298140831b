import { csvCell } from '#app/domain/audit/audit-export.ts'
import { isSum, type ReportFigure } from './report.ts'

type Drawn = {
  rule: { code: string; version: number; place: string }
  term: { start: string; end: string; dueOn: string }
  bond: { caseCode: string } | null
  figures: { figure: ReportFigure; value: bigint }[]
}

/** One line for each figure, dollars with a point and two digits: for a form to be filled in, or a spreadsheet. */
export function reportCsv({ rule, term, bond, figures }: Drawn): string {
  const lines = [
    ['report', 'version', 'place', 'from', 'before', 'case', 'figure', 'value'],
    ...figures.map(({ figure, value }) => [
      ...[rule.code, String(rule.version), rule.place, term.start, term.end, bond?.caseCode ?? ''],
      ...[figure.replace(/_cents$/, '_dollars'), isSum(figure) ? dollars(value) : String(value)],
    ]),
  ]
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

/** A reversal that lies in another period than its loss makes a sum negative. */
const dollars = (cents: bigint): string => {
  const whole = cents < 0n ? -cents : cents
  return `${cents < 0n ? '-' : ''}${whole / 100n}.${String(whole % 100n).padStart(2, '0')}`
}
