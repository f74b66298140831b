import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Told = { id: string; state: string; amountCents: bigint; gift: { fundId: string; donorId: string } }

/** Each stage of a dispute over a gift from before this site began, once: that it is asked back, and what its bank decided. */
export const tellOfImportedDispute = (tx: Tx, { id, state, amountCents, gift }: Told): Promise<void> =>
  tellAdministrators(tx, {
    ...{ fundId: gift.fundId, by: null, key: id, amountCents },
    event:
      state === 'open' ? 'history_dispute_opened' : state === 'lost' ? 'history_dispute_lost' : 'dispute_won',
    path: `/admin/donors/${gift.donorId}`,
  })
