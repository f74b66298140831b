import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { endRequest } from '#app/domain/requests/end-request.server.ts'
import { lockRequestsOf } from '#app/domain/requests/lock-request.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { forgetPerson } from './forget-person.server.ts'
import { lockHolds, lockPerson } from './lock-person.server.ts'

type Erasure = { staff: ActingStaff; personId: string }

/**
 * Forgets a person: the key is destroyed, so that no older copy of what was sealed with it opens again, and what was
 * sealed and what it was found by are removed. What was asked for them ends, and nobody is left to call. The case codes stay,
 * with the money, and name nobody.
 * Refuses `person_unknown`, `role_may_not`, `person_is_erased`, `person_is_on_hold` and `person_has_money_out`.
 */
export const erasePerson = (erasure: Erasure): Promise<void> =>
  attempt(
    { staff: erasure.staff, action: 'person.erased', subject: 'person', subjectId: erasure.personId },
    (tx) => erase(tx, erasure),
  )

async function erase(tx: Tx, { staff, personId }: Erasure): Promise<void> {
  await lockHolds(tx)
  const requests = await lockRequestsOf(tx, personId)
  const { fundId, erasedAt } = await lockPerson(tx, personId)
  await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:erase' })
  if (erasedAt) throw new Refusal('person_is_erased')
  const { onHold, moneyOut } = await whatHolds(tx, personId)
  if (onHold) throw new Refusal('person_is_on_hold')
  if (moneyOut) throw new Refusal('person_has_money_out')

  const at = now()
  for (const request of requests) await endRequest(tx, request, { by: staff.id, at })
  const count = await forgetPerson(tx, personId)
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'person.erased',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { fields: count },
  })
}

/** What stands against erasing a person, in any fund and in any record of theirs. */
export async function whatHolds(tx: Tx, personId: string): Promise<{ onHold: boolean; moneyOut: boolean }> {
  const [row] = await tx.$queryRaw<{ onHold: boolean; moneyOut: boolean }[]>`
    select bool_or(person_is_on_hold(j)) as "onHold", bool_or(person_has_money_out(j)) as "moneyOut"
      from persons_joined(${personId}::uuid) j`
  return row ?? { onHold: true, moneyOut: true }
}
