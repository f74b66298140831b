import { inTransaction } from '#app/platform/db.ts'
import type { Person } from './people.ts'

/** The proof of presence that the person gave then. A code works once in thirty seconds; a year of them would take an hour. */
export async function wasPresent(person: Pick<Person, 'id'>, boundTo: string): Promise<string> {
  const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffStepUp.create({ data: { staffId: person.id, method: 'totp', boundTo }, select: { id: true } }),
  )
  return id
}
