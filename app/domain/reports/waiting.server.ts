import { Temporal } from 'temporal-polyfill'
import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { dueReports } from './due-reports.server.ts'
import { reportPath } from './report-path.ts'

/** Reports whose period is over and that counsel said are due. What counsel has not reviewed stands on the page only. */
export async function waitingReports(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'reports:file'))
  if (fundIds.length === 0) return []
  // Most funds have none to file: nothing is read for them.
  if ((await tx.fundPlace.count({ where: { fundId: { in: fundIds } } })) === 0) return []
  const { timezone } = await organization()
  const reports = await dueReports(tx, { fundIds, at: now(), timezone })
  return reports
    .filter(({ rule, state }) => rule.reviewed && (state === 'due' || state === 'late'))
    .map(({ rule, term, bond, state }) => ({
      act: state === 'late' ? 'file_late_report' : 'file_report',
      to: reportPath({ ...rule, start: term.start, caseCode: bond?.caseCode ?? null }),
      ...{ fundId: rule.fundId, caseCode: bond?.caseCode ?? null, amountCents: null },
      since: startOfDay(bond ? term.start : term.end, timezone),
      dueAt: startOfDay(Temporal.PlainDate.from(term.dueOn).add({ days: 1 }).toString(), timezone),
    }))
}

const startOfDay = (day: string, timezone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds)
