import { csvCell } from '#app/domain/audit/audit-export.ts'
import type { ListedMatch } from './list-matches.server.ts'

/** For letters to employers. A gift is named by its receipt; its donor by nothing. */
export function matchesCsv(matches: ListedMatch[], dayOf: (at: Date) => string): string {
  const lines = [
    ['receipt', 'day', 'fund', 'employer', 'dollars'],
    ...matches.map(({ receiptNumber, givenAt, fundName, employer, cents }) => [
      ...[receiptNumber, dayOf(givenAt), fundName, employer],
      `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`,
    ]),
  ]
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}
