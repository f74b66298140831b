import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { organizationHere } from '#app/domain/organization/organization-here.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { requireAnswersForAll } from './answers-for-all.server.ts'
import { obstaclesTo, restsOnWordOf } from './balances-as-of.server.ts'
import { monthOf } from './month.ts'

type Decision = { staff: { id: string; fundIds: string[] }; closeId: string } & (
  | { decision: 'confirmed'; stepUpId: string }
  | { decision: 'withdrawn' }
)

/**
 * Another person's yes closes the month, for good: from then on nothing is booked into it. Any of them may take the proposal
 * back. The database compares every balance once more while nobody posts.
 *
 * Refuses `books_close_unknown`, `books_are_closed_by_those_who_answer_for_all`, `books_close_is_decided_once`,
 * `close_is_confirmed_by_another`, `step_up_is_fresh_and_bound`, `books_are_not_ready`, `close_rests_on_anothers_word` and
 * `books_stand_as_proposed`.
 */
export async function decideClose(act: Decision): Promise<void> {
  const { staff, closeId, decision } = act
  const of = { action: `books_close.${decision}`, subject: 'books_close', subjectId: closeId }
  await attempt({ staff, ...of }, async (tx) => {
    const close = await tx.booksClose.findUnique({
      where: { id: closeId },
      include: { booksCloseDecision: true },
    })
    if (!close) throw new Refusal('books_close_unknown')
    await requireAnswersForAll(tx, staff.id)
    if (close.booksCloseDecision) throw new Refusal('books_close_is_decided_once')
    const stepUpId = decision === 'confirmed' ? act.stepUpId : null
    if (stepUpId !== null) {
      if (close.proposedBy === staff.id) throw new Refusal('close_is_confirmed_by_another')
      await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.closeBooks(close) })
      const obstacles = await obstaclesTo(tx, close.cutAt)
      if (obstacles.length > 0) throw new Refusal('books_are_not_ready', { count: obstacles.length })
      if (await restsOnWordOf(tx, staff.id, close.cutAt)) throw new Refusal('close_rests_on_anothers_word')
    }
    await tx.booksCloseDecision.create({
      data: { closeId, decision, decidedBy: staff.id, stepUpId, occurredAt: now() },
    })
    const { timezone } = await organizationHere(tx)
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of },
      detail: { month: monthOf(close.cutAt, timezone), balancesHash: close.balancesHash },
    })
  })
}
