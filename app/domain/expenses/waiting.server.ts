import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Role } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { stateOf, whyNot, whyNotCharge } from './acts.ts'
import type { ExpenseKind } from './expense.ts'
import { readCharges } from './read-charges.server.ts'

const mostWaiting = 200

type PersonIn = (fundId: string) => { id: string; roles: readonly Role[] }

/**
 * Expenses that this person can approve, and those that they can pay: of a card all at once, by its statement, with what it paid
 * at kiosks.
 */
export async function waitingExpenses(
  tx: Tx,
  { staff, personIn }: { staff: ActingStaff; personIn: PersonIn },
): Promise<Waiting[]> {
  const rows = await tx.expenseClaim.findMany({
    where: { fundId: { in: staff.fundIds }, rejection: null, payment: null },
    include: { approvals: { select: { approverId: true } }, booking: { select: { occurredAt: true } } },
    orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
    take: mostWaiting,
  })
  const waiting = rows.flatMap((row): Waiting[] => {
    const kind = row.kind as ExpenseKind
    const standing = {
      ...{ kind, claimedBy: row.claimedBy },
      approverIds: row.approvals.map(({ approverId }) => approverId),
      state: stateOf({ booked: row.booking !== null, paid: false, rejected: false }),
    }
    const paying = kind === 'card' ? 'settle' : 'pay'
    const act = standing.state === 'claimed' ? 'approve' : paying
    if (whyNot(act, standing, personIn(row.fundId))) return []
    return [
      {
        act: act === 'approve' ? 'approve_expense' : 'pay_expense',
        to:
          row.cardLast4 && act === 'settle'
            ? `/admin/expenses/cards/${row.fundId}/${row.cardLast4}`
            : `/admin/expenses/${row.id}`,
        fundId: row.fundId,
        caseCode: null,
        amountCents: row.totalCents,
        since: row.booking?.occurredAt ?? row.occurredAt,
        dueAt: null,
      },
    ]
  })
  const charges = await readCharges(tx, { fundIds: staff.fundIds })
  const charged = charges
    .filter((charge) => !whyNotCharge(charge, personIn(charge.fundId)))
    .map(
      ({ fundId, cardLast4, cents, chargedAt }): Waiting => ({
        ...{ act: 'pay_expense', to: `/admin/expenses/cards/${fundId}/${cardLast4}`, fundId },
        ...{ caseCode: null, amountCents: cents, since: chargedAt, dueAt: null },
      }),
    )
  return joined([...waiting, ...charged])
}

/** What is done in one place is one thing that waits, since the first of it. */
function joined(waiting: Waiting[]): Waiting[] {
  const places = new Map<string, Waiting>()
  for (const one of waiting) {
    const first = places.get(one.to)
    const amountCents = (first?.amountCents ?? 0n) + (one.amountCents ?? 0n)
    const since = first && first.since < one.since ? first.since : one.since
    places.set(one.to, { ...one, since, amountCents })
  }
  return [...places.values()]
}
