import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { add, type Cents, zero } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { contentHash } from './content.server.ts'
import { type ExpenseKind, type MerchantKind, mostLines } from './expense.ts'
import { allowedOn } from './purpose-on-day.server.ts'

export type ClaimedLine = {
  /** The row of the form that it was typed in, from zero. */
  position: number
  /** The day of the receipt, as `2026-11-21`. */
  day: string
  amount: Cents
  purposeCode: string
  merchantKind: MerchantKind
  receiptNumber: string
  receiptInHand: boolean
}

export type ClaimedExpense = {
  staff: ActingStaff
  fundId: string
  kind: ExpenseKind
  /** Which of the fund's cards; null for a reimbursement. */
  cardLast4: string | null
  lines: ClaimedLine[]
  timezone: string
}

/**
 * What someone spent for a fund, line by line with purpose and receipt. Nothing moves before others approve it. Refuses a line
 * whose purpose the fund had not published on its day, and a receipt that was claimed before.
 */
export async function claimExpense(claimed: ClaimedExpense): Promise<{ claimId: string }> {
  const { staff, fundId, kind, timezone } = claimed
  const at = now()
  const cardLast4 = kind === 'card' ? claimed.cardLast4 : null
  if (kind === 'card' && cardLast4 === null) throw new Refusal('expense_names_its_card', {}, 'cardLast4')
  const lines = claimed.lines.map((line) => ({ ...line, receiptNumber: asWritten(line.receiptNumber) }))
  if (lines.length === 0) throw new Refusal('expense_has_a_line', {}, 'lines[0].amount')
  if (lines.length > mostLines) throw new Refusal('too_many_lines', { most: mostLines })
  for (const line of lines) refuseLine(line, dayOf(at, timezone))
  refuseTwice(lines)

  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'expenses:claim' })
    await lockFundBank(tx, [fundId])
    const allowed = []
    for (const line of lines) {
      const purposeVersion = await allowedOn(tx, { fundId, ...line })
      await refuseClaimedBefore(tx, fundId, line)
      allowed.push({ ...line, purposeVersion })
    }

    const claimId = randomUUID()
    const total = lines.reduce((sum, { amount }) => add(sum, amount), zero)
    await tx.expenseClaim.create({
      data: {
        id: claimId,
        ...{ fundId, kind, cardLast4 },
        claimedBy: staff.id,
        totalCents: total,
        contentHash: contentHash({ fundId, kind, cardLast4, lines, claimedBy: staff.id }),
        occurredAt: at,
      },
    })
    await tx.expenseLine.createMany({
      data: allowed.map(({ day, amount, ...line }) => ({
        ...{ ...line, claimId, fundId },
        amountCents: amount,
        day: new Date(`${day}T00:00:00Z`),
      })),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'expense.claimed',
      subject: 'expense',
      subjectId: claimId,
      fundId,
      detail: { kind, totalCents: total.toString(), lines: lines.length },
    })
    return { claimId }
  })
}

/** One receipt has one number, however it was typed. */
const asWritten = (receiptNumber: string): string =>
  receiptNumber.normalize('NFKC').trim().replace(/\s+/g, ' ')

const field = ({ position }: ClaimedLine, name: string): string => `lines[${position}].${name}`

function refuseLine(line: ClaimedLine, today: string): void {
  if (line.amount <= 0n) throw new Refusal('expense_line_has_an_amount', {}, field(line, 'amount'))
  if (line.day > today) throw new Refusal('fact_lies_ahead', {}, field(line, 'day'))
  if (line.receiptNumber === '') throw new Refusal('required', {}, field(line, 'receiptNumber'))
  if (!line.receiptInHand) throw new Refusal('expense_line_has_a_receipt', {}, field(line, 'receiptInHand'))
}

const receiptOf = ({ receiptNumber, day, amount }: ClaimedLine): string =>
  [receiptNumber.toLowerCase(), day, amount].join(' ')

function refuseTwice(lines: ClaimedLine[]): void {
  const seen = new Set<string>()
  for (const line of lines) {
    if (seen.has(receiptOf(line)))
      throw new Refusal('receipt_is_claimed_once', {}, field(line, 'receiptNumber'))
    seen.add(receiptOf(line))
  }
}

/** Those of rejected claims stand no longer, and may come again. */
async function refuseClaimedBefore(tx: Tx, fundId: string, line: ClaimedLine): Promise<void> {
  const [claimed] = await tx.$queryRaw<{ claim_id: string }[]>`
    select claim_id from expense_line
     where fund_id = ${fundId}::uuid and lower(receipt_number) = lower(${line.receiptNumber}) and day = ${line.day}::date
       and amount_cents = ${line.amount as bigint}::bigint and stands`
  if (claimed) throw new Refusal('receipt_is_claimed_once', {}, field(line, 'receiptNumber'))
}
