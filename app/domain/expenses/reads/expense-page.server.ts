import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type ExpenseAct, type ExpenseStanding, expenseActs, whyNot } from '../acts.ts'
import { scopeToSee } from '../scope-to-see.server.ts'
import { standingOf } from './standing-of.ts'

export type ExpensePage = NonNullable<Awaited<ReturnType<typeof expensePage>>>

/**
 * One expense: its lines, all that happened to it, and for each act whether this person may do it now. Whoever only posts sees
 * their own, and has no part in what comes after. Null: not theirs to see.
 */
export async function expensePage(of: { claimId: string; staff: Reader }) {
  const { claimId, staff } = of
  const scope = await scopeToSee(of)
  if (!scope) return null
  return inTransaction({ scope }, async (tx) => {
    const row = await tx.expenseClaim.findUnique({ where: { id: claimId }, include: whole })
    if (!row) return null
    const { fundId, rejection, booking } = row
    const payment = row.payment?.payment ?? null
    const standing = standingOf(row)
    const roles = staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
    const person = { id: staff.id, roles }
    const readsFund = may(roles, 'expenses:read')
    const names = await fundNames(tx, { fundIds: [fundId], language: staff.language })
    return {
      id: row.id,
      fundId,
      fundName: names.get(fundId) ?? '',
      kind: standing.kind,
      state: standing.state,
      cardLast4: row.cardLast4,
      claimant: row.claimedByStaff.name,
      totalCents: row.totalCents,
      contentHash: row.contentHash,
      occurredAt: row.occurredAt,
      lines: row.lines.map((line) => ({
        position: line.position,
        day: line.day,
        cents: line.amountCents,
        purposeCode: line.purposeCode,
        merchantKind: line.merchantKind,
        receiptNumber: line.receiptNumber,
        receiptId: line.receipt?.id ?? '',
      })),
      approvals: row.approvals.map(({ approver, occurredAt }) => ({ by: approver.name, at: occurredAt })),
      approvalsRequired: await approvalsRequired(tx, { fundId, total: row.totalCents }),
      /** What the fund could commit is told to those who work for it, and not to who only claimed. */
      freeCents: readsFund ? await freeToCommit(tx, fundId) : null,
      mayReadCard: readsFund,
      bookedAt: booking?.occurredAt ?? null,
      rejection: rejection && {
        by: rejection.rejectedByStaff.name,
        at: rejection.occurredAt,
        reason: rejection.reason,
      },
      payment: payment && {
        by: payment.paidByStaff.name,
        at: payment.occurredAt,
        // A card's statement pays for others' claims too.
        cents: readsFund ? payment.amountCents : row.totalCents,
        method: payment.method,
        reference: payment.reference,
      },
      acts: readsFund ? actsOf(standing, person) : null,
    }
  })
}

const whole = {
  claimedByStaff: { select: { name: true } },
  lines: { orderBy: { position: 'asc' }, include: { receipt: { select: { id: true } } } },
  approvals: { include: { approver: { select: { name: true } } }, orderBy: { recordedAt: 'asc' } },
  booking: true,
  rejection: { include: { rejectedByStaff: { select: { name: true } } } },
  payment: { include: { payment: { include: { paidByStaff: { select: { name: true } } } } } },
} as const

type Person = Parameters<typeof whyNot>[2]

function actsOf(standing: ExpenseStanding, person: Person): Record<ExpenseAct, WhyNot> {
  const answers = expenseActs.map((act) => {
    const refusal = whyNot(act, standing, person)
    return [act, refusal && { code: refusal.code, params: refusal.params }] as const
  })
  return Object.fromEntries(answers) as Record<ExpenseAct, WhyNot>
}
