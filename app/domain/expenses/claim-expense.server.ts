import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { sum } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Scope, Tx } from '#app/platform/db.ts'
import { asWritten, type ClaimedLine, fieldOf, refuseImpossibleLines } from './claimed-lines.ts'
import { contentHash } from './content.server.ts'
import type { ExpenseKind } from './expense.ts'
import { allowedOn } from './purpose-on-day.server.ts'
import { keepReceipt, type Receipt, readReceipt } from './receipts.server.ts'

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
 * whose purpose the fund had not published on its day, a receipt that is no picture, and one that was claimed before.
 */
export async function claimExpense(claimed: ClaimedExpense): Promise<{ claimId: string }> {
  const { staff, fundId } = claimed
  const claimId = randomUUID()
  const attempted = { action: 'expense.claimed', subject: 'expense', subjectId: claimId, fundId }
  // Whoever only posts sees none of the fund's expenses, and theirs is judged beside all of them: a receipt is claimed once.
  const scope: Scope = { kind: 'staff', fundIds: [fundId] }
  return attempt({ staff, scope, ...attempted }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'expenses:claim' })
    const claim = wellFormed(claimed)
    const lines = claim.lines.map(({ file, ...line }) => {
      const receipt = readReceipt(file, fieldOf(line, 'file'))
      return { ...line, receipt, receiptSha256: receipt.sha256 }
    })
    await lockFundBank(tx, [fundId])
    const allowed: Allowed[] = []
    for (const line of lines) {
      const purposeVersion = await allowedOn(tx, { fundId, ...line })
      const field = fieldOf(line, 'receiptNumber')
      await refuseNamedNumber(tx, { number: line.receiptNumber, field, of: { fundIds: [fundId] } })
      await refuseClaimedBefore(tx, fundId, line)
      allowed.push({ ...line, purposeVersion })
    }

    const { kind, cardLast4 } = claim
    const totalCents = sum(lines.map(({ amount }) => amount))
    await tx.expenseClaim.create({
      data: {
        ...{ id: claimId, fundId, kind, cardLast4, totalCents },
        claimedBy: staff.id,
        contentHash: contentHash({ fundId, kind, cardLast4, lines, claimedBy: staff.id }),
        occurredAt: now(),
      },
    })
    await keepLines(tx, { claimId, fundId, lines: allowed })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...attempted,
      detail: { kind, totalCents: totalCents.toString(), lines: lines.length },
    })
    return { claimId }
  })
}

function wellFormed({ kind, cardLast4, lines, timezone }: ClaimedExpense) {
  if (kind === 'card' && cardLast4 === null) throw new Refusal('expense_names_its_card', {}, 'cardLast4')
  const written = lines.map((line) => ({ ...line, receiptNumber: asWritten(line.receiptNumber) }))
  refuseImpossibleLines(written, dayOf(now(), timezone))
  return { kind, cardLast4: kind === 'card' ? cardLast4 : null, lines: written }
}

type WithReceipt = Omit<ClaimedLine, 'file'> & { receipt: Receipt; receiptSha256: string }
type Allowed = WithReceipt & { purposeVersion: number }

/** Those of rejected claims stand no longer, and may come again. */
async function refuseClaimedBefore(tx: Tx, fundId: string, line: WithReceipt): Promise<void> {
  const [claimed] = await tx.$queryRaw<{ same_picture: boolean }[]>`
    select receipt_sha256 = ${line.receiptSha256} as same_picture from expense_line
     where fund_id = ${fundId}::uuid and stands
       and (receipt_sha256 = ${line.receiptSha256}
            or (lower(receipt_number) = lower(${line.receiptNumber}) and day = ${line.day}::date
                and amount_cents = ${line.amount as bigint}::bigint))`
  if (!claimed) return
  const named = claimed.same_picture ? 'file' : 'receiptNumber'
  throw new Refusal('receipt_is_claimed_once', {}, fieldOf(line, named))
}

type Kept = { claimId: string; fundId: string; lines: Allowed[] }

async function keepLines(tx: Tx, { claimId, fundId, lines }: Kept): Promise<void> {
  await tx.expenseLine.createMany({
    data: lines.map(({ receipt, day, amount, ...line }) => ({
      ...{ ...line, claimId, fundId },
      amountCents: amount,
      day: new Date(`${day}T00:00:00Z`),
    })),
  })
  for (const { position, receipt } of lines) await keepReceipt(tx, { claimId, position, receipt })
}
