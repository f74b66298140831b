import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { now } from '#app/platform/clock.ts'
import { type ReportKey, reportDrawn } from './report-page.server.ts'

/** The figures of one report, to leave the house as a file; who took it is kept. Null for a report that is not in reach. */
export async function exportReport(of: {
  staff: { id: string; fundIds: string[] }
  key: ReportKey
  timezone: string
}) {
  const { staff, key, timezone } = of
  const { fundId } = key
  const act = { action: 'report.exported', subject: 'fund', subjectId: fundId }
  return attempt({ staff, ...act }, async (tx) => {
    const report = await reportDrawn(tx, { fundIds: staff.fundIds, key, at: now(), timezone })
    if (!report) return null
    const { rule, term } = report
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, fundId },
      detail: { rule: rule.code, version: rule.version, from: term.start },
    })
    return report
  })
}
