import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { AccountCode } from '#app/domain/ledger/accounts.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Chart, usualChart } from './chart.ts'

/** How the accountants call the accounts of these funds now. */
export async function chartsOf(tx: Tx, fundIds: string[]): Promise<Map<string, Chart>> {
  const names = await fundNames(tx, { fundIds, language: 'en' })
  const versions = await tx.chartVersion.findMany({
    where: { fundId: { in: fundIds } },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
    include: { chartVersionAccounts: true },
  })
  const charts = new Map(fundIds.map((id) => [id, usualChart(names.get(id) ?? '')]))
  // The newest of a fund has the last word.
  for (const { fundId, className, chartVersionAccounts } of versions) {
    const chart = usualChart(className)
    for (const { code, number, name } of chartVersionAccounts) {
      chart.accounts[code as AccountCode] = { number, name }
    }
    charts.set(fundId, chart)
  }
  return charts
}

/** The chart that a fund has now, for someone with these funds; null before one was made. */
export const chartOf = async (of: { fundId: string; fundIds: string[] }): Promise<Chart | null> => {
  const scope = { kind: 'staff', fundIds: of.fundIds } as const
  const charts = await inTransaction({ scope }, (tx) => chartsOf(tx, [of.fundId]))
  return charts.get(of.fundId) ?? null
}
