import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

type Wanted = { fundId: string; posterId: string; amountCents: bigint; source: string; at: Date }

/**
 * What stands against more cash for a poster: cash of theirs that should be back, the cap, and the place that it comes out of.
 * Judged when it is signed out, so that nobody waits in vain, and again under the lock when it is confirmed.
 */
export async function refuseAdvance(tx: Tx, wanted: Wanted): Promise<void> {
  const { fundId, posterId, amountCents, source, at } = wanted
  const [stands] = await tx.$queryRaw<{ cap: bigint; held: bigint; overdue: bigint }[]>`
    select advance_cap_cents(${fundId}::uuid, ${posterId}::uuid) as cap,
           coalesce((select b.balance_cents from account_balance b
                      where b.fund_id = ${fundId}::uuid and b.code = 'advance' and b.sub = ${posterId}), 0)::bigint as held,
           coalesce((select sum(advance_left_cents(a.id)) from advance a join advance_confirmation c on c.advance_id = a.id
                      where a.fund_id = ${fundId}::uuid and a.poster_id = ${posterId}::uuid
                        and c.due_back_at < ${at}::timestamptz), 0)::bigint as overdue`
  if (!stands) throw new Error('a select without from answers one row')
  const { cap, held, overdue } = stands
  if (overdue > 0n) throw new Refusal('overdue_advance_comes_back_first', { left: overdue })
  if (held + amountCents > cap) throw new Refusal('advance_stays_below_its_cap', { cap, held }, 'amount')

  const balances = await fundBalances(tx, fundId)
  const there = (source === 'bank' ? balances.bank : balances.cash_box) ?? 0n
  if (amountCents > there) throw new Refusal('cash_place_holds_less', { there }, 'amount')
}
