import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'
import { type BondStanding, whyNot } from './acts.ts'
import type { BondKind } from './bond.ts'

const day = 86_400_000

/** Bonds whose release, or whose money back, this person may record now. Whoever is not out within a day is asked after. */
export async function waitingBonds(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.bond.findMany({
    where: { state: { in: ['posted', 'refund_due', 'claimed'] } },
    include: {
      fund: { select: { slug: true } },
      disbursement: { select: { disbursementPayment: { select: { paidBy: true } } } },
      bondStateChanges: { orderBy: { id: 'desc' }, take: 1, select: { occurredAt: true } },
    },
    orderBy: { postedAt: 'asc' },
    take: 500,
  })
  const slugs = new Map(rows.map(({ fundId, fund }) => [fundId, fund.slug]))
  const may = rows.flatMap((row): Waiting[] => {
    const paidBy = row.disbursement.disbursementPayment?.paidBy ?? ''
    const standing: BondStanding = { kind: row.kind as BondKind, state: row.state, paidBy }
    const act = row.state === 'posted' ? 'release' : 'return'
    if (whyNot(act, standing, personIn(row.fundId))) return []
    return [
      {
        act: act === 'release' ? 'record_release' : 'record_return',
        to: `/admin/bonds/${row.id}`,
        fundId: row.fundId,
        caseCode: row.caseCode,
        amountCents: row.principalCents,
        since: row.bondStateChanges[0]?.occurredAt ?? row.postedAt,
        dueAt: act === 'release' ? new Date(row.postedAt.getTime() + day) : null,
      },
    ]
  })
  const returns = may.filter(({ act }) => act === 'record_return')
  return [
    ...may.filter(({ act }) => act === 'record_release'),
    ...waitTogether(returns, (fundId) => ({
      act: 'record_many_returns',
      to: `/admin/recovery?fund=${slugs.get(fundId) ?? ''}`,
    })),
  ]
}
