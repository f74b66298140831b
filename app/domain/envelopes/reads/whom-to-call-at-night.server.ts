import type { Turn } from '#app/domain/on-call/turns.server.ts'
import { comingTurns } from '#app/domain/on-call/whom-to-call.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { MyNight } from './my-nights.server.ts'

/**
 * Others who answer in the fund of a night that names this person, now and within three days, as on a slip. The night is there
 * only for whoever may still post in its fund, and so are the numbers.
 */
export const whomToCallAtNight = ({ fundId }: Pick<MyNight, 'fundId'>, staffId: string): Promise<Turn[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: [fundId] } }, async (tx) => {
    const coming = await comingTurns(tx, [fundId], now())
    return coming.filter((turn) => turn.staffId !== staffId)
  })
