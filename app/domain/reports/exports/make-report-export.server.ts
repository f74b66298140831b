import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { findReport, type ReportKey } from '../report-page.server.ts'

/**
 * Keeps that a person takes the figures of one report out, before they leave the house. Refuses `report_unknown` for one that is
 * not in reach, and `step_up_is_fresh_and_bound`.
 */
export async function makeReportExport(wanted: {
  staff: { id: string; fundIds: string[] }
  key: ReportKey
  timezone: string
  stepUpId: string
}): Promise<{ exportId: string }> {
  const { staff, key, timezone, stepUpId } = wanted
  const { fundId } = key
  const act = { action: 'report.exported', subject: 'fund', subjectId: fundId }
  return attempt({ staff, ...act }, async (tx) => {
    const at = now()
    const report = await findReport(tx, { fundIds: staff.fundIds, key, at, timezone })
    if (!report) throw new Refusal('report_unknown')
    await requireStepUp(tx, { stepUpId, staffId: staff.id, boundTo: boundTo.exportReport(key) })
    const { rule, term, bond } = report
    const { id: exportId } = await tx.reportExport.create({
      data: {
        ...{ fundId, ruleId: rule.ruleId, periodStart: new Date(term.start), bondId: bond?.id ?? null },
        ...{ madeBy: staff.id, stepUpId, occurredAt: at },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, fundId },
      detail: { rule: rule.code, version: rule.version, from: term.start },
    })
    return { exportId }
  })
}
