import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { DateChange } from './court-date.ts'
import { endDate } from './end-date.server.ts'
import type { NewDate } from './insert-date.server.ts'
import { openCaseAct } from './open-case-act.server.ts'

/**
 * A date was moved or cancelled, or had been entered wrongly: it stays as it was told, and the new one follows it.
 * Refuses `date_unknown`, `date_has_one_outcome`, `moved_date_has_its_next`, and what a new date is refused for.
 */
export async function changeCourtDate(
  changed: OnBond & { dateId: string; change: DateChange; knownFrom: KnownFrom; next: NewDate | null },
): Promise<{ nextId: string | null }> {
  const { staff, dateId, change, knownFrom, next } = changed
  const { timezone } = await organization()
  return attempt(
    { staff, action: 'date.changed', subject: 'bond', subjectId: changed.bondId },
    async (tx) => {
      const { bonds, at } = await openCaseAct(tx, changed)
      const { nextId } = await endDate(tx, bonds, {
        ...{ dateId, outcome: change, knownFrom, next },
        ...{ by: staff.id, at, timezone },
      })
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'date.changed',
        detail: { dateId, change, knownFrom, nextDay: next?.day ?? '' },
      })
      return { nextId }
    },
  )
}
