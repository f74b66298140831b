import type { Tx } from '#app/platform/db.ts'
import type { SettableState } from '../changes.ts'
import type { FundState } from '../fund.ts'
import type { ClosingTo } from './closing.ts'

type BeforeClosing = { fromState: SettableState; giftEnded: boolean }

/** Of a closing fund: where it stood before, and whether a monthly gift has ended since. Null for one that is not closing. */
export async function beforeClosing(tx: Tx, fundId: string): Promise<BeforeClosing | null> {
  const [row] = await tx.$queryRaw<BeforeClosing[]>`
    select b.from_state as "fromState", monthly_gift_ended_since(${fundId}::uuid, b.since) as "giftEnded"
      from fund_before_closing(${fundId}::uuid) b`
  return row ?? null
}

/** Where two administrators may move the fund now; null where there is no way, or none any more. */
export async function nextByTwo(tx: Tx, fund: { id: string; state: FundState }): Promise<ClosingTo | null> {
  if (fund.state === 'closed') return null
  if (fund.state !== 'closing') return 'closing'
  const before = await beforeClosing(tx, fund.id)
  return before && !before.giftEnded ? before.fromState : null
}
