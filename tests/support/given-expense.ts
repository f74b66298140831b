import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approveExpense } from '#app/domain/expenses/approve-expense.server.ts'
import { claimExpense } from '#app/domain/expenses/claim-expense.server.ts'
import type { ClaimedLine } from '#app/domain/expenses/claimed-lines.ts'
import type { ExpenseKind } from '#app/domain/expenses/expense.ts'
import { payExpense } from '#app/domain/expenses/pay-expense.server.ts'
import { type CardBill, settleCard } from '#app/domain/expenses/settle-card.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { jpeg } from '#tests/domain/documents/given-files.ts'
import { givenStepUp } from './given.ts'
import type { Team } from './given-disbursement.ts'

export type TypedLine = Partial<Omit<ClaimedLine, 'amount'>> & { amount?: bigint }

type Wanted = { kind?: ExpenseKind; cardLast4?: string | null; lines?: TypedLine[]; staff?: ActingStaff }

let width = 100

/** A receipt's picture that no other is like. */
export function picture(): Buffer {
  width += 1
  return jpeg({ width })
}

/** Claimed by the team's intake: a ride of $29.72, unless told otherwise. */
export async function givenClaim(team: Team, wanted: Wanted = {}): Promise<string> {
  const kind = wanted.kind ?? 'reimbursement'
  const { claimId } = await claimExpense({
    staff: wanted.staff ?? team.intake,
    fundId: team.fundId,
    kind,
    cardLast4: wanted.cardLast4 === undefined && kind === 'card' ? '4242' : (wanted.cardLast4 ?? null),
    lines: (wanted.lines ?? [{}]).map((line, position) => ({
      position,
      day: '2026-11-02',
      purposeCode: 'ride_home',
      merchantKind: 'transport',
      receiptNumber: `E-${randomUUID().slice(0, 8)}`,
      file: picture(),
      ...line,
      amount: cents(line.amount ?? 29_72n),
    })),
    timezone: 'America/Chicago',
  })
  return claimId
}

/** The hash of the picture of its first line. */
export const pictureOf = (claimId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const line = await tx.expenseLine.findFirstOrThrow({ where: { claimId, position: 0 } })
    return line.receiptSha256
  })

export const expenseHash = (claimId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const row = await tx.expenseClaim.findUniqueOrThrow({ where: { id: claimId } })
    return row.contentHash
  })

/** One yes, with a proof of presence that is made for it. */
export async function approveClaim(staff: ActingStaff, claimId: string): Promise<{ missing: number }> {
  const contentHash = await expenseHash(claimId)
  const stepUpId = await givenStepUp(staff.id, boundTo.approveExpense({ id: claimId, contentHash }))
  return approveExpense({ staff, claimId, contentHash, stepUpId })
}

/** Claimed by intake, approved by the approver. */
export async function givenOwed(team: Team, wanted: Wanted = {}): Promise<string> {
  const claimId = await givenClaim(team, wanted)
  await approveClaim(team.approver, claimId)
  return claimId
}

const paid = { method: 'transfer', reference: 'B-1' } as const

export async function payClaim(staff: ActingStaff, claimId: string, occurredAt?: Date) {
  const stepUpId = await givenStepUp(staff.id, boundTo.payExpenses([claimId]))
  return payExpense({ staff, claimId, stepUpId, ...paid, occurredAt })
}

/** A statement of the first one's card, of what they come to unless told otherwise. */
export async function settleClaims(
  staff: ActingStaff,
  claimIds: string[],
  of: Partial<Pick<CardBill, 'billed' | 'statementOn' | 'cardLast4' | 'chargeIds' | 'occurredAt'>> = {},
) {
  const { chargeIds = [] } = of
  const claims = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.expenseClaim.findMany({ where: { id: { in: claimIds } } }),
  )
  const first = claims.find(({ id }) => id === claimIds[0])
  const charges = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.cardCharge.findMany({ where: { paymentId: { in: chargeIds } } }),
  )
  const owed = [...claims.map(({ totalCents }) => totalCents), ...charges.map((charge) => charge.amountCents)]
  const stepUpId = await givenStepUp(staff.id, boundTo.payExpenses([...claimIds, ...chargeIds]))
  return settleCard({
    ...{ staff, claimIds, chargeIds, stepUpId, ...paid, timezone: 'America/Chicago' },
    fundId: first?.fundId ?? charges[0]?.fundId ?? staff.fundIds[0] ?? '',
    cardLast4: first?.cardLast4 ?? charges[0]?.cardLast4 ?? '4242',
    billed: cents(owed.reduce((total, one) => total + one, 0n)),
    statementOn: '2026-11-02',
    ...of,
  })
}
