import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRuleKeeper } from '#app/domain/jurisdictions/require-rule-keeper.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { NewTerm } from './claim-term-forms.ts'

/**
 * Writes how long after the end of a case a place lets its money be claimed. Until counsel has reviewed it, it is shown
 * as a suggestion that nobody checked. Refuses `role_may_not` and `received_lies_ahead`.
 */
export async function addClaimTerm(of: {
  staff: { id: string; fundIds: string[] }
  term: NewTerm
}): Promise<void> {
  const { staff, term } = of
  const { length, unit, ...facts } = term
  await attempt(
    { staff, action: 'claim_term.added', subject: 'rule', subjectId: facts.place },
    async (tx) => {
      await requireRuleKeeper(tx, staff.id)
      if (facts.readOn > now()) throw new Refusal('received_lies_ahead', {}, 'readOn')
      await tx.claimTerm.create({ data: { ...facts, [unit]: length, recordedBy: staff.id } })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'claim_term.added',
        subject: 'rule',
        subjectId: facts.place,
        detail: { place: facts.place, bondKind: facts.bondKind, length, unit },
      })
    },
  )
}
