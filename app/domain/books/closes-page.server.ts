import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { answersForAll } from './answers-for-all.server.ts'
import { closedThrough, type Obstacle, obstaclesTo } from './balances-as-of.server.ts'
import { cutOf, monthOf, monthsToClose } from './month.ts'

export type ShownClose = {
  id: string
  month: string
  balancesHash: string
  proposedBy: string
  proposedById: string
  at: Date
  decision: string | null
  decidedBy: string | null
  /** What Stripe told of its months after it was closed. */
  late: bigint
}

export type ShownObstacle = Obstacle & { fund: string | null; account: string | null }
export type ShownBalance = { fund: string; code: string; cents: bigint }

/** The months that are closed, the one that is proposed with its balances, and what stands against closing another. */
export async function closesPage(of: {
  staff: { id: string; fundIds: string[] }
  language: string
  month: string | null
}) {
  const { staff, language } = of
  const { timezone } = await organization()
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const months = monthsToClose(now(), await closedThrough(tx), timezone)
    const month = months.find((each) => each === of.month) ?? months[0] ?? null
    const closes = await listCloses(tx, timezone)
    const proposed = closes.find(({ decision }) => decision === null) ?? null
    return {
      ...{ months, month, closes: closes.filter(({ decision }) => decision !== null), proposed, timezone },
      obstacles: month ? await named(tx, await obstaclesTo(tx, cutOf(month, timezone)), language) : [],
      balances: proposed ? await balancesOf(tx, proposed.id, language) : [],
      mayClose: await answersForAll(tx, staff.id),
    }
  })
}

async function listCloses(tx: Tx, timezone: string): Promise<ShownClose[]> {
  const rows = await tx.$queryRaw<(Omit<ShownClose, 'month'> & { cutAt: Date })[]>`
    select c.id::text, c.cut_at as "cutAt", c.balances_hash as "balancesHash", s.name as "proposedBy",
           c.proposed_by::text as "proposedById", c.occurred_at as at, d.decision, ds.name as "decidedBy",
           (select count(*) from late_entry l where l.closed_through = c.cut_at) as late
      from books_close c join staff s on s.id = c.proposed_by
      left join books_close_decision d on d.close_id = c.id left join staff ds on ds.id = d.decided_by
     order by c.recorded_at desc limit 60`
  return rows.map(({ cutAt, ...row }) => ({ ...row, month: monthOf(cutAt, timezone) }))
}

async function named(tx: Tx, obstacles: Obstacle[], language: string): Promise<ShownObstacle[]> {
  const fundIds = obstacles.flatMap(({ fundId }) => fundId ?? [])
  const names = await fundNames(tx, { fundIds, language })
  const accounts = new Map(
    (await tx.bankAccount.findMany({ select: { id: true, name: true, last4: true } })).map((row) => [
      row.id,
      `${row.name} ${row.last4}`,
    ]),
  )
  return obstacles.map((obstacle) => ({
    ...obstacle,
    fund: obstacle.fundId && (names.get(obstacle.fundId) ?? ''),
    account: obstacle.bankAccountId && (accounts.get(obstacle.bankAccountId) ?? ''),
  }))
}

async function balancesOf(tx: Tx, closeId: string, language: string): Promise<ShownBalance[]> {
  const rows = await tx.booksCloseBalance.findMany({
    where: { closeId },
    orderBy: [{ fundId: 'asc' }, { code: 'asc' }],
  })
  const names = await fundNames(tx, { fundIds: rows.map(({ fundId }) => fundId), language })
  return rows.map(({ fundId, code, balanceCents }) => ({
    ...{ fund: names.get(fundId) ?? '', code, cents: balanceCents },
  }))
}
