import type { Tx } from '#app/platform/db.ts'
import type { SettableState } from '../changes.ts'
import type { FundState } from '../fund.ts'
import type { ClosingTo } from './closing.ts'

type BeforeClosing = { fromState: SettableState | 'closed'; giftEnded: boolean }

/** Of a closing fund: where it stood before, and whether a monthly gift has ended since. Null for one that is not closing. */
export async function beforeClosing(tx: Tx, fundId: string): Promise<BeforeClosing | null> {
  const [row] = await tx.$queryRaw<BeforeClosing[]>`
    select b.from_state as "fromState", monthly_gift_ended_since(${fundId}::uuid, b.since) as "giftEnded"
      from fund_before_closing(${fundId}::uuid) b`
  return row ?? null
}

/**
 * Into closing, or back from it to where the fund took gifts before; null where there is no such way any more. A fund that
 * was closed once takes no gift again.
 */
export async function nextByTwo(tx: Tx, fund: { id: string; state: FundState }): Promise<ClosingTo | null> {
  if (fund.state !== 'closing') return 'closing'
  const before = await beforeClosing(tx, fund.id)
  return before && before.fromState !== 'closed' && !before.giftEnded ? before.fromState : null
}
