import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'

/** Whether this person may close books: those of the one organization, so in every fund that is not closed itself. */
export async function answersForAll(tx: Tx, staffId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ answers: boolean }[]>`
    select answers_for_all_funds(${staffId}::uuid, ${[...rolesFor('books:close')]}) as answers`
  return row?.answers ?? false
}

export async function requireAnswersForAll(tx: Tx, staffId: string): Promise<void> {
  if (!(await answersForAll(tx, staffId))) throw new Refusal('books_are_closed_by_those_who_answer_for_all')
}
