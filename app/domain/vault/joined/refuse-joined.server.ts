import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockPerson } from '../lock-person.server.ts'

/** Refuses `person_unknown`, `person_is_erased` and, for whom a record is joined with others, `person_is_joined_once`. */
export async function refuseJoined(tx: Tx, personId: string): Promise<void> {
  const { erasedAt } = await lockPerson(tx, personId)
  if (erasedAt) throw new Refusal('person_is_erased')
  const [joined] = await tx.$queryRaw<unknown[]>`
    select from open_person_join where person_id = ${personId}::uuid or known_person_id = ${personId}::uuid limit 1`
  if (joined) throw new Refusal('person_is_joined_once')
}
