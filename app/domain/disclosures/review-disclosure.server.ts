import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRuleKeeper } from '#app/domain/jurisdictions/require-rule-keeper.server.ts'
import { Refusal } from '#app/domain/refusal.ts'

/** Counsel read a statement: from its day on donors see it. Refuses `role_may_not`, `disclosure_unknown`, `disclosure_is_reviewed_once`. */
export async function reviewDisclosure(of: {
  staff: { id: string; fundIds: string[] }
  disclosureId: string
  counsel: string
  reviewedOn: Date
}): Promise<void> {
  const { staff, disclosureId, counsel, reviewedOn } = of
  const action = 'disclosure.reviewed'
  await attempt({ staff, action, subject: 'rule', subjectId: disclosureId }, async (tx) => {
    await requireRuleKeeper(tx, staff.id)
    const found = await tx.stateDisclosure.findUnique({
      where: { id: disclosureId },
      include: { review: true },
    })
    if (!found) throw new Refusal('disclosure_unknown')
    if (found.review) throw new Refusal('disclosure_is_reviewed_once')
    await tx.stateDisclosureReview.create({
      data: { disclosureId, counsel, reviewedOn, recordedBy: staff.id },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action, subject: 'rule', subjectId: found.place },
      detail: { place: found.place, version: found.version },
    })
  })
}
