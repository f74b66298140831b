import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRuleKeeper } from '#app/domain/jurisdictions/require-rule-keeper.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { NewDisclosure } from './disclosure-forms.ts'

/**
 * Writes the next version of what a state wants said when gifts are asked for. Nobody outside sees it before counsel has
 * reviewed it. Refuses `role_may_not`, `received_lies_ahead`, `disclosure_ends_before_it_begins`.
 */
export async function addDisclosure(of: {
  staff: { id: string; fundIds: string[] }
  disclosure: NewDisclosure
}): Promise<void> {
  const { staff, disclosure } = of
  const { texts, ...facts } = disclosure
  const act = { action: 'disclosure.added', subject: 'rule', subjectId: facts.place } as const
  await attempt({ staff, ...act }, async (tx) => {
    await requireRuleKeeper(tx, staff.id)
    if (facts.readOn > now()) throw new Refusal('received_lies_ahead', {}, 'readOn')
    if (facts.effectiveUntil && facts.effectiveUntil < facts.effectiveFrom)
      throw new Refusal('disclosure_ends_before_it_begins', {}, 'effectiveUntil')
    const { _max } = await tx.stateDisclosure.aggregate({
      where: { place: facts.place },
      _max: { version: true },
    })
    const version = (_max.version ?? 0) + 1
    const { id } = await tx.stateDisclosure.create({ data: { ...facts, version, recordedBy: staff.id } })
    await tx.stateDisclosureText.createMany({
      data: Object.entries(texts)
        .filter(([, body]) => body !== '')
        .map(([language, body]) => ({ disclosureId: id, language, body })),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...act,
      detail: { place: facts.place, version },
    })
  })
}
