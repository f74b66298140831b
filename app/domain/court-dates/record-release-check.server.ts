import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type ReleaseAnswer, releaseAnswersOf } from './court-date.ts'
import { openCaseAct } from './open-case-act.server.ts'

/**
 * The jail's releases desk, or ICE for an immigration bond, was asked why someone is inside though their bond is posted.
 * That they are out, or kept for good, is recorded as their release. Refuses `only_the_held_are_asked_about` and
 * `release_answer_fits_the_bond`.
 */
export async function recordReleaseCheck(check: OnBond & { answer: ReleaseAnswer }): Promise<void> {
  const { staff, answer } = check
  await attempt(
    { staff, action: 'bond.release_checked', subject: 'bond', subjectId: check.bondId },
    async (tx) => {
      const { bond, bonds, at } = await openCaseAct(tx, check)
      if (bond.state !== 'posted' && bond.state !== 'posted_not_released') {
        throw new Refusal('only_the_held_are_asked_about')
      }
      if (!releaseAnswersOf(bond.kind).includes(answer)) {
        throw new Refusal('release_answer_fits_the_bond', {}, 'answer')
      }
      await tx.releaseCheck.createMany({
        data: bonds.map(({ id }) => ({ bondId: id, answer, recordedBy: staff.id, occurredAt: at })),
      })
      await tellAudit(tx, { staff, bonds, action: 'bond.release_checked', detail: { answer } })
    },
  )
}
