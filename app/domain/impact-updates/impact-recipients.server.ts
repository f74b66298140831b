import { giftMovements } from '#app/domain/pool-share/gift-steps.server.ts'
import type { PoolAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { whoAsked } from './who-asked.server.ts'

export type Recipient = { donorId: string; email: string; language: string }

/**
 * Donors who asked to hear of impact, have a gift in the pool that was not given back in full, and were not yet written
 * to about this update. In the order of their ids, after `after`.
 */
export async function impactRecipients(
  read: Read,
  of: { updateId: string; pool: PoolAtClose; after: string | null; limit: number },
): Promise<Recipient[]> {
  return read<Recipient>(Prisma.sql`
    select w.id::text as "donorId", w.email, w.language from (${impactWaiting(of)}) w
     where w.id > ${of.after ?? noDonor}::uuid order by w.id limit ${of.limit}::int`)
}

/** How many of them there are. */
export async function countImpactRecipients(
  read: Read,
  of: { updateId: string; pool: PoolAtClose },
): Promise<number> {
  const [row] = await read<{ waiting: number }>(
    Prisma.sql`select count(*)::int as waiting from (${impactWaiting(of)}) w`,
  )
  return row?.waiting ?? 0
}

/** Lower than any random id. */
const noDonor = '00000000-0000-0000-0000-000000000000'

/** All of them, as a part of a question. */
export const impactWaiting = ({
  updateId,
  pool,
}: {
  updateId: string
  pool: PoolAtClose
}): Prisma.Sql => Prisma.sql`
  select giver.id, giver.email, giver.language from (${whoAsked('impact')}) giver
   where giver.email is not null
     and not exists (select from impact_delivery i where i.update_id = ${updateId}::uuid and i.donor_id = giver.id)
     and giver.id not in (select m.survivor_id from merges_that_stand() m
                            join impact_delivery i on i.donor_id = m.merged_id and i.update_id = ${updateId}::uuid)
     and (select sum(g.gross) from (${giftMovements({ fundId: pool.fundId, at: pool.reach, since: null })}
            and m.payment_id in (select p.id from payment p where p.donor_id = giver.id)) g) > 0`
