import { sweep } from '#app/domain/stripe-mirror/sweep.server.ts'
import { db } from '#app/platform/db.ts'
import { controlOf } from '#tests/support/control.ts'
import type { World } from '#tests/support/world.ts'

type Moved = { type?: string; amount: bigint; fee?: bigint }

/** A movement at Stripe that nobody can name, swept into the books. Answers its id. */
export async function givenSuspense(world: World, { type, amount, fee }: Moved): Promise<string> {
  const known = new Set((await waitingIds()).map(({ txnId }) => txnId))
  await controlOf(world).post('balance-transactions', {
    ...{ type: type ?? 'a_type_of_tomorrow', amount: Number(amount), fee: Number(fee ?? 0n) },
  })
  await sweep('fast')
  const fresh = (await waitingIds()).find(({ txnId }) => !known.has(txnId))
  if (!fresh) throw new Error('the movement did not go to suspense')
  return fresh.txnId
}

const waitingIds = () => db().suspenseItem.findMany({ select: { txnId: true } })
