import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { requireAnswersForAll } from './answers-for-all.server.ts'
import { balancesAsOf, balancesHash, closedThrough, obstaclesTo } from './balances-as-of.server.ts'
import { cutOf } from './month.ts'

/**
 * Puts the close of a month forward, with the balance of every account as it would be closed. Nothing is closed before
 * someone else confirmed it.
 *
 * Refuses `books_are_closed_by_those_who_answer_for_all`, `month_is_not_over`, `books_close_in_order`,
 * `one_close_is_proposed`, and while anything differs or is not understood `books_are_not_ready`.
 */
export async function proposeClose(act: {
  staff: { id: string; fundIds: string[] }
  month: string
}): Promise<{ closeId: string }> {
  const { staff, month } = act
  const of = { action: 'books_close.proposed', subject: 'books_close', detail: { month } }
  return attempt({ staff, ...of }, async (tx) => {
    await requireAnswersForAll(tx, staff.id)
    const { timezone } = await organizationHere(tx)
    const cut = cutOf(month, timezone)
    const at = now()
    if (cut > at) throw new Refusal('month_is_not_over', {}, 'month')
    const closed = await closedThrough(tx)
    if (closed && cut <= closed) throw new Refusal('books_close_in_order', {}, 'month')
    const proposed = await tx.booksClose.count({ where: { booksCloseDecision: null } })
    if (proposed > 0) throw new Refusal('one_close_is_proposed')
    const obstacles = await obstaclesTo(tx, cut)
    if (obstacles.length > 0) throw new Refusal('books_are_not_ready', { count: obstacles.length })

    const balances = await balancesAsOf(tx, cut)
    const last = closed
      ? await tx.booksClose.findFirst({ where: { cutAt: closed }, orderBy: { recordedAt: 'desc' } })
      : null
    const { id: closeId } = await tx.booksClose.create({
      data: {
        ...{ cutAt: cut, proposedBy: staff.id, occurredAt: at },
        balancesHash: balancesHash({ cut, previous: last?.balancesHash ?? null, balances }),
      },
      select: { id: true },
    })
    await tx.booksCloseBalance.createMany({
      data: balances.map(({ fundId, code, cents }) => ({ closeId, fundId, code, balanceCents: cents })),
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of, subjectId: closeId })
    return { closeId }
  })
}
