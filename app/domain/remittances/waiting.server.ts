import { may, type Role } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { payersOf } from './payers.server.ts'

type Asked = { staff: { id: string }; personIn: (fundId: string) => { id: string; roles: readonly Role[] } }

/** Payments whose lines do not add up yet, for those who enter them; and those that do, for one who entered nothing of them and paid none of their bonds. */
export async function remittancesWaiting(tx: Tx, { staff, personIn }: Asked): Promise<Waiting[]> {
  const rows = await tx.remittance.findMany({
    where: { state: 'open' },
    include: {
      remittanceLines: {
        select: { bondId: true, receivedCents: true, interestCents: true, enteredBy: true },
      },
    },
    orderBy: { occurredAt: 'asc' },
    take: 100,
  })
  const bondIds = rows.flatMap((row) => row.remittanceLines.map(({ bondId }) => bondId))
  const payers = await payersOf(tx, bondIds)
  const paid = new Set(payers.filter(({ id }) => id === staff.id).map(({ bondId }) => bondId))
  return rows.flatMap((row): Waiting[] => {
    const placed = row.remittanceLines.reduce(
      (sum, line) => sum + line.receivedCents + line.interestCents,
      0n,
    )
    const addsUp = placed === row.totalCents
    const entered = [row.openedBy, ...row.remittanceLines.map(({ enteredBy }) => enteredBy)]
    const paidOne = row.remittanceLines.some(({ bondId }) => paid.has(bondId))
    if (addsUp && (paidOne || entered.includes(staff.id))) return []
    const action = addsUp ? 'remittances:close' : 'remittances:enter'
    if (!row.fundIds.every((fundId) => may(personIn(fundId).roles, action))) return []
    return [
      {
        act: addsUp ? 'close_remittance' : 'place_remittance',
        to: `/admin/remittances/${row.id}`,
        fundId: row.fundIds[0] ?? '',
        caseCode: null,
        amountCents: addsUp ? row.totalCents : row.totalCents - placed,
        since: row.occurredAt,
        dueAt: null,
      },
    ]
  })
}
