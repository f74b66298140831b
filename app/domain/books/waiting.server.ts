import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { answersForAll } from './answers-for-all.server.ts'

/** A close that someone else proposed waits for this person. */
export async function waitingCloses(tx: Tx, { staff }: WaitingFor): Promise<Waiting[]> {
  const proposed = await tx.booksClose.findFirst({
    where: { booksCloseDecision: null, proposedBy: { not: staff.id } },
  })
  const [fundId] = staff.fundIds
  if (!proposed || !fundId || !(await answersForAll(tx, staff.id))) return []
  return [
    {
      ...{
        act: 'confirm_books_close',
        to: '/admin/reconciliation/closes',
        fundId,
        since: proposed.occurredAt,
      },
      ...{ caseCode: null, amountCents: null, dueAt: null },
    },
  ]
}
