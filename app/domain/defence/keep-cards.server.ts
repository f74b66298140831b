import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'

type Charged = { id: string; cardMark: string | null }

/** Keeps which card each new payment was made with, as a digest under our key; of an erased donor nothing. */
export async function keepCards(tx: Tx, paymentIds: string[], charges: Charged[]): Promise<void> {
  const marked = charges.flatMap(({ id, cardMark }) =>
    cardMark ? [{ id, card: blindToken('card', cardMark).toString('hex') }] : [],
  )
  if (paymentIds.length === 0 || marked.length === 0) return
  await tx.$executeRaw`
    insert into payment_card (payment_id, card)
    select p.id, decode(c.card, 'hex')
      from unnest(${marked.map(({ id }) => id)}::text[], ${marked.map(({ card }) => card)}::text[]) c(charge, card)
      join payment p on p.charge_id = c.charge and p.id = any(${paymentIds}::uuid[])
      join donor d on d.id = p.donor_id and d.erased_at is null`
}
