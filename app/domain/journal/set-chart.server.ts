import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Chart } from './chart.ts'

/** Says how the accountants call a fund's accounts, from the next export on. Refuses `fund_unknown` and `role_may_not`. */
export async function setChart(act: {
  staff: { id: string; fundIds: string[] }
  fundId: string
  chart: Chart
}): Promise<void> {
  const { staff, fundId, chart } = act
  const of = { action: 'chart.set', subject: 'fund', subjectId: fundId, fundId }
  await attempt({ staff, ...of }, async (tx) => {
    const fund = await tx.fund.findUnique({ where: { id: fundId }, select: { kind: true } })
    if (!fund) throw new Refusal('fund_unknown')
    // The organization's own accounts are everyone's who answers for all funds: the database says who that is.
    if (fund.kind !== 'operating') {
      if (!staff.fundIds.includes(fundId)) throw new Refusal('fund_unknown')
      await requireRole(tx, { staffId: staff.id, fundId, action: 'journal:map' })
    }
    const { id: versionId } = await tx.chartVersion.create({
      data: { fundId, className: chart.className, setBy: staff.id, occurredAt: now() },
      select: { id: true },
    })
    await tx.chartVersionAccount.createMany({
      data: Object.entries(chart.accounts).map(([code, entry]) => ({ versionId, code, ...entry })),
    })
    await recordAudit(tx, { actor: { kind: 'staff', id: staff.id }, ...of })
  })
}
