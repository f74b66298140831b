import { dayOf } from '#app/domain/bonds/day-of.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { approve, clerk, contentHashOf, proposeBail } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'
import { wasPresent } from './was-present.ts'

const timezone = 'America/Chicago'

/** Of each bail a fictional courthouse wants to know within five days: of one that was posted today it was told. */
export async function seedFiledReport(fundId: string, staff: DemonstrationStaff): Promise<void> {
  const { dana, sam } = staff
  const code = 'xx-northside-report'
  const readOn = new Date('2026-06-01')
  await addVersion({
    staff: sam,
    rule: {
      ...{ code, place: 'US-XX-NORTHSIDE', kind: 'report_due', effect: 'report_due', bondKind: 'court_bail' },
      ...{
        cap: zero,
        bondCount: null,
        periodDays: null,
        chargeClasses: [],
        validFrom: readOn,
        validUntil: null,
      },
      ...{ source: 'A fictional code, section 3', readOn, period: 'per_event', dueMonth: null, dueDay: null },
      ...{ withinDays: 5, figures: ['bonds_posted', 'posted_cents'] },
      summary: 'A fictional courthouse is told of each bail within five days.',
    },
  })
  const { disbursementId } = await proposeBail(staff, { fundId, dollars: 300, at: now() })
  await approve(sam, disbursementId, now())
  const contentHash = await contentHashOf(disbursementId)
  const stepUpId = await wasPresent(dana, boundTo.pay({ id: disbursementId, contentHash }))
  const paid = { principal: cents(300_00n), fees: zero, payee: clerk, receiptNumber: 'R-70412' }
  await payDisbursement({
    ...paid,
    staff: dana,
    disbursementId,
    contentHash,
    stepUpId,
    method: 'cashiers_check',
  })

  const bond = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findUniqueOrThrow({ where: { disbursementId } }),
  )
  const { id: ruleId } = await db().jurisdictionRule.findFirstOrThrow({ where: { code } })
  await fileReport({
    staff: dana,
    key: { fundId, ruleId, start: dayOf(bond.postedAt, timezone), caseCode: bond.caseCode },
    ...{ filedOn: dayOf(now(), timezone), confirmation: 'NC-R-0007', timezone },
  })
}
