import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { walkBond } from '#app/domain/bonds/walk-bond.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { DayOutcome } from './court-date.ts'
import { endDate } from './end-date.server.ts'
import type { NewDate } from './insert-date.server.ts'
import { noteMissedDate } from './note-missed-date.server.ts'
import { openCaseAct } from './open-case-act.server.ts'

/**
 * What became of a date on its day. A missed one moves a court bond to `missed_court`; with DHS only a demand on paper
 * moves the bond. Either way someone asks the same day why. Refuses `date_unknown`, `date_has_one_outcome`,
 * `outcome_follows_its_day` and `moved_date_has_its_next`.
 */
export async function recordAppearance(
  recorded: OnBond & { dateId: string; outcome: DayOutcome; knownFrom: KnownFrom; next: NewDate | null },
): Promise<{ nextId: string | null }> {
  const { staff, dateId, outcome, knownFrom, next } = recorded
  const { timezone } = await organization()
  return attempt({ staff, action: 'date.ended', subject: 'bond', subjectId: recorded.bondId }, async (tx) => {
    const { bonds, at } = await openCaseAct(tx, recorded)
    const { nextId, ended } = await endDate(tx, bonds, {
      ...{ dateId, outcome, knownFrom, next },
      ...{ by: staff.id, at, timezone },
    })
    if (outcome === 'missed') {
      for (const { bond: part, dateId: own } of ended)
        await noteMissedDate(tx, { bondId: part.id, dateId: own, by: staff.id, at })
      for (const part of bonds)
        await walkBond(tx, part, { steps: stepsAfterMiss(part), by: staff.id, reason: knownFrom, at })
    }
    await tellAudit(tx, {
      staff,
      bonds,
      action: 'date.ended',
      detail: { dateId, outcome, knownFrom, nextDay: next?.day ?? '' },
    })
    return { nextId }
  })
}

/** None where the person never left custody, where an earlier miss moved it already, or where DHS has to say so first. */
function stepsAfterMiss({ kind, state }: LockedBond) {
  if (kind !== 'court_bail') return []
  if (state === 'active') return ['missed_court'] as const
  return state === 'released' ? (['active', 'missed_court'] as const) : []
}
