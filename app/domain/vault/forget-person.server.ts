import { endOpenWays } from '#app/domain/pathways/end-open-ways.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { joinedPersons } from './joined/joined-persons.server.ts'
import { lockPerson } from './lock-person.server.ts'

/**
 * Forgets somebody in every record that is said to be theirs; answers how many fields there were. Whether it may be done is its
 * callers' to judge, under `lockHolds`; the database refuses under a hold or with money out.
 */
export async function forgetPerson(tx: Tx, personId: string): Promise<number> {
  let count = 0
  for (const id of await joinedPersons(tx, personId)) {
    const { erasedAt } = await lockPerson(tx, id)
    if (!erasedAt) count += await forgetRecord(tx, id)
  }
  return count
}

/**
 * Destroys the record's key and removes what was sealed with it, with who signed for the family, where its hearings were, how its
 * case ended, which language they speak and what was said of its rides, and what it was found by; and ends the ways home that
 * were still open for them.
 */
async function forgetRecord(tx: Tx, personId: string): Promise<number> {
  const at = now()
  const { count } = await tx.personField.deleteMany({ where: { personId } })
  const asked = await tx.helpRequest.findMany({ where: { personId }, select: { id: true } })
  const requests = asked.map(({ id }) => id)
  const { count: answers } = await tx.requestField.deleteMany({ where: { personId } })
  await tx.requestRank.deleteMany({ where: { requestId: { in: requests } } })
  await tx.requestRide.deleteMany({ where: { requestId: { in: requests } } })
  await endOpenWays(tx, { requestIds: requests, at })
  await tx.personDocument.deleteMany({ where: { personId } })
  await tx.personParty.deleteMany({ where: { personId } })
  await tx.personRide.deleteMany({ where: { personId } })
  await tx.$queryRaw`
    select forget_signers(${personId}::uuid)::text, forget_places_and_ends(${personId}::uuid)::text`
  await tx.$executeRaw`delete from vault_keys.person_index where person_id = ${personId}::uuid`
  await tx.$executeRaw`
    update vault_keys.person_key set wrapped_key = null, destroyed_at = ${at} where person_id = ${personId}::uuid`
  await tx.person.update({ where: { id: personId }, data: { erasedAt: at } })
  return count + answers
}
