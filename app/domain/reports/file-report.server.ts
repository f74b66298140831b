import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { findReport, type ReportKey } from './report-page.server.ts'

/**
 * Marks a report as filed, once, with the agency's confirmation. The database keeps the figures as they stood. Refuses
 * `report_unknown`, `role_may_not`, `report_is_filed_once`, `report_is_filed_after_its_period`, `filing_lies_ahead`.
 */
export async function fileReport(of: {
  staff: { id: string; fundIds: string[] }
  key: ReportKey
  filedOn: string
  confirmation: string
  timezone: string
}): Promise<void> {
  const { staff, key, filedOn, confirmation, timezone } = of
  const { fundId } = key
  await attempt({ staff, action: 'report.filed', subject: 'fund', subjectId: fundId }, async (tx) => {
    const at = now()
    const report = await findReport(tx, { fundIds: staff.fundIds, key, at, timezone })
    if (!report) throw new Refusal('report_unknown')
    await requireRole(tx, { staffId: staff.id, fundId, action: 'reports:file' })
    const { rule, term, bond, filing, state } = report
    if (filing) throw new Refusal('report_is_filed_once')
    if (state === 'running' || filedOn < (bond ? term.start : term.end))
      throw new Refusal('report_is_filed_after_its_period', {}, 'filedOn')
    if (filedOn > dayOf(at, timezone)) throw new Refusal('filing_lies_ahead', {}, 'filedOn')

    await tx.reportFiling.create({
      data: {
        ...{ fundId, ruleId: rule.ruleId, ruleCode: rule.code, bondId: bond?.id ?? null },
        ...{ periodStart: new Date(term.start), periodEnd: new Date(term.end), filedOn: new Date(filedOn) },
        // The database draws them itself, whatever is written here.
        ...{ figures: {}, confirmation, filedBy: staff.id, occurredAt: at },
      },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'report.filed',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { rule: rule.code, version: rule.version, from: term.start, on: filedOn },
    })
  })
}
