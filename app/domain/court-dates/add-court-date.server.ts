import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { KnownFrom } from '#app/domain/bonds/bond.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { insertDate, type NewDate } from './insert-date.server.ts'
import { openCaseAct } from './open-case-act.server.ts'

/**
 * A date in court, or a check-in, that someone must come to. Refuses `dates_are_of_open_cases`, `hearing_fits_the_bond`,
 * `date_comes_after_posting`, `date_is_within_five_years` and `date_is_entered_once`. Answers its id.
 */
export async function addCourtDate(
  added: OnBond & { date: NewDate; knownFrom: KnownFrom },
): Promise<{ dateId: string }> {
  const { staff, date, knownFrom } = added
  const { timezone } = await organization()
  return attempt({ staff, action: 'date.added', subject: 'bond', subjectId: added.bondId }, async (tx) => {
    const { bond, bonds, at } = await openCaseAct(tx, added)
    const entered = { date, knownFrom, replaces: null, by: staff.id, at, timezone }
    const dateId = await insertDate(tx, bond, entered)
    for (const part of bonds) if (part.id !== bond.id) await insertDate(tx, part, entered)
    await tellAudit(tx, {
      staff,
      bonds,
      action: 'date.added',
      detail: { dateId, day: date.day, half: date.half, hearing: date.hearing, knownFrom },
    })
    return { dateId }
  })
}
