import { createHash } from 'node:crypto'
import type { StatementLine } from './statement.ts'

/** What a statement says, in one number: two of the same days with one number say the same. */
export function contentHash(timezone: string, lines: StatementLine[]): string {
  const said = lines.map((line) => [
    line.kind,
    line.giftKind,
    line.giftId,
    line.sourceId,
    line.fundId,
    line.purposeVersion,
    String(line.amountCents),
    line.givenAt.toISOString(),
    line.occurredAt.toISOString(),
  ])
  return createHash('sha256')
    .update(JSON.stringify([timezone, said]))
    .digest('hex')
}
