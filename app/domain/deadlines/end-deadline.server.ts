import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { openCaseAct } from '#app/domain/court-dates/open-case-act.server.ts'
import { sameDeadlines } from '#app/domain/court-dates/same-of-parts.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { DeadlineEnd } from './deadline.ts'

/**
 * A deadline was met, was missed, or no longer binds. Refuses `deadline_unknown`, `deadline_ends_once`,
 * `deadline_is_met_by_its_day` and `deadline_is_missed_after_its_day`.
 */
export async function endDeadline(
  ended: OnBond & { deadlineId: string; outcome: DeadlineEnd },
): Promise<void> {
  const { staff, deadlineId, outcome } = ended
  const { timezone } = await organization()
  await attempt({ staff, action: 'deadline.ended', subject: 'bond', subjectId: ended.bondId }, async (tx) => {
    const { bonds, at } = await openCaseAct(tx, ended)
    const same = await sameDeadlines(tx, { deadlineId, bonds })
    const deadline = same[0]?.row
    if (!deadline) throw new Refusal('deadline_unknown')
    if (deadline.end) throw new Refusal('deadline_ends_once')
    const isPast = dayOf(at, timezone) > deadline.lastDay.toISOString().slice(0, 10)
    if (outcome === 'met' && isPast) throw new Refusal('deadline_is_met_by_its_day', {}, 'outcome')
    if (outcome === 'missed' && !isPast) throw new Refusal('deadline_is_missed_after_its_day', {}, 'outcome')

    await tx.bondDeadlineEnd.createMany({
      data: same.map(({ row }) => ({ deadlineId: row.id, outcome, recordedBy: staff.id, occurredAt: at })),
    })
    await tellAudit(tx, { staff, bonds, action: 'deadline.ended', detail: { kind: deadline.kind, outcome } })
  })
}
