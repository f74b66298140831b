import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

/** Above it they are one: a list of a hundred of one kind hides everything else. */
const namedApart = 3

/**
 * Movements that nobody could name, the oldest first, for those who may say what they were. They are no fund's yet, and wait
 * under the first of the person's own.
 */
export async function waitingSuspense(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundId = staff.fundIds.find((id) => may(personIn(id).roles, 'suspense:assign'))
  if (!fundId) return []
  const rows = await tx.$queryRaw<{ cents: bigint; since: Date }[]>`
    select i.amount_cents as cents, m.created_at as since
      from suspense_item i join stripe_balance_transaction m on m.id = i.txn_id
     where not exists (select from suspense_assignment a where a.txn_id = i.txn_id)
     order by m.created_at, i.txn_id`
  const [oldest] = rows
  const shared = { act: 'assign_suspense', to: '/admin/suspense', fundId, caseCode: null, dueAt: null }
  if (!oldest || rows.length <= namedApart)
    return rows.map(({ cents, since }) => ({ ...shared, amountCents: cents, since }))
  const amountCents = rows.reduce((sum, { cents }) => sum + cents, 0n)
  return [{ ...shared, act: 'assign_all_suspense', amountCents, since: oldest.since }]
}
