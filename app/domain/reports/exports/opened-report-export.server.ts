import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type DrawnReport, type ReportKey, reportDrawn } from '../report-page.server.ts'

/** An export is good for this long: the proof of presence that it was made with is no older. */
const openFor = 15 * 60_000

/** The report whose figures this person took out a moment ago. Null for anyone else's or another report's, and for one that is over. */
export async function openedReportExport(of: {
  exportId: string
  staff: { id: string; fundIds: string[] }
  key: ReportKey
  timezone: string
}): Promise<DrawnReport | null> {
  const { exportId, staff, key, timezone } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const at = now()
    const made = await tx.reportExport.findFirst({
      where: {
        ...{ id: exportId, madeBy: staff.id, fundId: key.fundId, ruleId: key.ruleId },
        periodStart: new Date(key.start),
      },
    })
    if (!made || at.getTime() - made.occurredAt.getTime() > openFor) return null
    const report = await reportDrawn(tx, { fundIds: staff.fundIds, key, at, timezone })
    return report && (report.bond?.id ?? null) === made.bondId ? report : null
  })
}
