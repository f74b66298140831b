import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { requireRuleKeeper } from './require-rule-keeper.server.ts'
import type { NewVersion } from './rule-forms.ts'

/**
 * Writes the next version of a rule, or the first of a new one. It replaces the one before from now on, and only warns
 * until counsel has reviewed it. Refuses `role_may_not` and `reading_lies_ahead`.
 */
export async function addVersion(of: {
  staff: { id: string; fundIds: string[] }
  rule: NewVersion
}): Promise<void> {
  const { staff, rule } = of
  const { code, cap, period, dueMonth, dueDay, withinDays, figures, ...facts } = rule
  await attempt({ staff, action: 'rule.version_added', subject: 'rule' }, async (tx) => {
    await requireRuleKeeper(tx, staff.id)
    if (facts.readOn > now()) throw new Refusal('reading_lies_ahead', {}, 'readOn')
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`jurisdiction_rule:${code}`}, 0))`
    const last = await tx.jurisdictionRule.aggregate({ where: { code }, _max: { version: true } })
    const version = (last._max.version ?? 0) + 1
    const { id } = await tx.jurisdictionRule.create({
      data: { ...facts, code, version, capCents: cap > 0n ? cap : null, recordedBy: staff.id },
      select: { id: true },
    })
    if (period) {
      await tx.reportSchedule.create({
        data: {
          ...{ ruleId: id, period, dueMonth: dueMonth ?? null, dueDay: dueDay ?? null },
          ...{ withinDays: withinDays ?? null, fields: figures ?? [] },
        },
      })
    }
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'rule.version_added',
      subject: 'rule',
      subjectId: code,
      detail: { version, place: facts.place, kind: facts.kind, effect: facts.effect },
    })
  })
}
