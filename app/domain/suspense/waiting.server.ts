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
     where not exists (select from standing_suspense_assignment a where a.txn_id = i.txn_id)
     order by m.created_at, i.txn_id`
  const [oldest] = rows
  const back = await takingsBack(tx, { staffId: staff.id, fundId })
  const shared = { act: 'assign_suspense', to: '/admin/suspense', fundId, caseCode: null, dueAt: null }
  if (!oldest || rows.length <= namedApart)
    return [...rows.map(({ cents, since }) => ({ ...shared, amountCents: cents, since })), ...back]
  const amountCents = rows.reduce((sum, { cents }) => sum + cents, 0n)
  return [{ ...shared, act: 'assign_all_suspense', amountCents, since: oldest.since }, ...back]
}

/** What another person asked to take back, for those who may have said it. */
async function takingsBack(tx: Tx, of: { staffId: string; fundId: string }): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ cents: bigint; since: Date }[]>`
    select abs(i.amount_cents)::bigint as cents, v.occurred_at as since
      from suspense_reversal v join suspense_item i on i.txn_id = v.txn_id
     where v.asked_by <> ${of.staffId}::uuid and may_name_as(${of.staffId}::uuid, v.txn_id, v.number)
       and not exists (select from suspense_reversal_decision d where d.reversal_id = v.id)
     order by v.occurred_at, v.id`
  return rows.map(({ cents, since }) => ({
    ...{ act: 'confirm_suspense_taking_back', to: '/admin/suspense', fundId: of.fundId, caseCode: null },
    ...{ amountCents: cents, since, dueAt: null },
  }))
}
