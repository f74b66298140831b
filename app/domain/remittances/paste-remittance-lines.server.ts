import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { zero } from '#app/domain/money/cents.ts'
import { Refusal, type RefusalParams } from '#app/domain/refusal.ts'
import { lockRemittance } from './lock-remittance.server.ts'
import { type PastedRow, readPasted } from './read-pasted.ts'
import { writeLine } from './write-line.server.ts'

export type RowProblem = { row: number; typed: string; code: string; params: RefusalParams }

/** Some rows are wrong, and nothing was stored: each is named with its reason. */
export class WrongRows extends Refusal {
  readonly rows: RowProblem[]

  constructor(rows: RowProblem[]) {
    super('remittance_rows_are_wrong', { count: rows.length }, 'rows')
    this.rows = rows
  }
}

/** A list as a court sends it, a bond and an amount on each row: all of it is entered, or none. */
export async function pasteRemittanceLines(act: {
  staff: ActingStaff
  remittanceId: string
  text: string
}): Promise<{ entered: number }> {
  const { staff, remittanceId, text } = act
  const { rows, wrong } = readPasted(text)
  const problems: RowProblem[] = wrong.map((row) => ({ ...row, params: {} }))
  if (rows.length + wrong.length === 0) throw new Refusal('remittance_rows_missing', {}, 'rows')

  const attempted = { action: 'remittance.lines_pasted', subject: 'remittance', subjectId: remittanceId }
  return attempt({ staff, ...attempted }, async (tx) => {
    const remittance = await lockRemittance(tx, {
      remittanceId,
      staffId: staff.id,
      action: 'remittances:enter',
    })
    const found = [...problems]
    for (const row of rows) {
      const problem = await problemOf(row, () =>
        writeLine(tx, {
          remittance,
          line: { bond: row.bond, received: row.amount, deductions: [], interest: zero },
          by: staff.id,
        }),
      )
      if (problem) found.push(problem)
    }
    if (found.length > 0) throw new WrongRows(found.sort((one, other) => one.row - other.row))
    return { entered: rows.length }
  })
}

async function problemOf(
  { row, typed }: PastedRow,
  write: () => Promise<unknown>,
): Promise<RowProblem | null> {
  try {
    await write()
    return null
  } catch (error) {
    if (error instanceof Refusal) return { row, typed, code: error.code, params: error.params }
    throw error
  }
}
