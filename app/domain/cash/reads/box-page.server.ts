import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { explanationsOf } from '../count.ts'
import { countStates } from '../count-states.server.ts'
import { movesOf } from './answered-cash.server.ts'
import { movedWithinADay } from './moved-within-a-day.server.ts'
import { peopleWho } from './people-of-fund.server.ts'

const shown = 30

export type BoxPage = NonNullable<Awaited<ReturnType<typeof boxPage>>>

/** The cash box of one fund: what the books say is in it, its counts and moves, and the caps of its posters. */
export async function boxPage({ fundId, staff }: { fundId: string; staff: Reader }) {
  if (!staff.fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const roles = staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
    const names = await fundNames(tx, { fundIds: [fundId], language: staff.language })
    const posters = await peopleWho(tx, { fundId, action: 'disbursements:pay' })
    return {
      fundId,
      fundName: names.get(fundId) ?? '',
      boxCents: (await fundBalances(tx, fundId)).cash_box ?? 0n,
      counts: await countsOf(tx, fundId, staff.id),
      moves: await movesOf(tx, { fundId, readerId: staff.id }),
      unsigned: await unsignedOf(tx, fundId),
      movedWithinADay: await movedWithinADay(tx, now()),
      posters,
      caps: await capsOf(tx, fundId),
      witnesses: (await peopleWho(tx, { fundId, action: 'cash:handle' })).filter(({ id }) => id !== staff.id),
      mayHandle: may(roles, 'cash:handle'),
      mayManage: may(roles, 'funds:manage'),
    }
  })
}

async function countsOf(tx: Tx, fundId: string, readerId: string) {
  const rows = await tx.cashCount.findMany({
    where: { fundId },
    orderBy: [{ recordedAt: 'desc' }, { id: 'asc' }],
    take: shown,
    include: {
      countedByStaff: { select: { name: true } },
      witnessedByStaff: { select: { name: true } },
      witness: { select: { countedCents: true } },
      cashDifference: { include: { explainedByStaff: { select: { name: true } } } },
    },
  })
  const states = await countStates(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => {
    const differenceCents = row.countedCents - row.ledgerCents
    const state = states.get(row.id) ?? 'waiting'
    const isOpen = differenceCents !== 0n && !row.cashDifference
    const explanations = isOpen ? explanationsOf({ state, difference: differenceCents }) : []
    return {
      id: row.id,
      at: row.occurredAt,
      countedCents: row.countedCents,
      differenceCents,
      by: row.countedByStaff.name,
      witness: row.witnessedByStaff.name,
      state,
      /** What the second person counted; null before they signed. */
      witnessedCents: row.witness?.countedCents ?? null,
      maySign: state === 'waiting' && row.witnessedBy === readerId,
      explained: row.cashDifference && {
        reason: row.cashDifference.reason,
        by: row.cashDifference.explainedByStaff.name,
      },
      isOpen,
      explanations: row.countedBy !== readerId && row.witnessedBy !== readerId ? explanations : [],
    }
  })
}

/** Cents that went into the box and out of it by one person's word, and are not in the books: whoever counts the box finds them. */
async function unsignedOf(tx: Tx, fundId: string): Promise<{ into: bigint; outOf: bigint }> {
  const [row] = await tx.$queryRaw<{ into: bigint; outOf: bigint }[]>`
    with said as (
      select m.moved_to as put_to, m.amount_cents, m.moved_to = 'bank' as out_of_box from cash_move m
       where m.fund_id = ${fundId}::uuid and m.witness_signs
         and not exists (select from cash_move_answer x where x.move_id = m.id)
      union all
      select r.brought_to, r.amount_cents, false from advance_return r join advance a on a.id = r.advance_id
       where a.fund_id = ${fundId}::uuid and r.witness_signs
         and not exists (select from advance_return_answer x where x.return_id = r.id))
    select coalesce(sum(amount_cents) filter (where put_to = 'cash_box'), 0)::bigint as "into",
           coalesce(sum(amount_cents) filter (where out_of_box), 0)::bigint as "outOf" from said`
  return row ?? { into: 0n, outOf: 0n }
}

/** The fund's own cap first, then those of posters who have one. */
const capsOf = (tx: Tx, fundId: string) => tx.$queryRaw<{ poster: string | null; capCents: bigint }[]>`
  select null as poster, advance_cap_cents(${fundId}::uuid, null) as "capCents"
   union all
  select * from (select distinct on (c.poster_id) s.name, c.cap_cents from advance_cap c join staff s on s.id = c.poster_id
                  where c.fund_id = ${fundId}::uuid order by c.poster_id, c.id desc) own`
