import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockPerson } from './lock-person.server.ts'
import { isTheirs, type Opened, opens, type RevealReason } from './reasons.ts'
import { isTrueReason } from './true-reasons.server.ts'

type Asked = {
  staff: ActingStaff
  personId: string
  /** Of which case it is; null where it is of none, or the person's own. */
  caseCode: string | null
  opened: readonly Opened[]
  reason: RevealReason
}

/** What a look is judged by once it is known whose it is. The fund is the person's. */
export type Permitted = { fundId: string }

/** Refuses `person_unknown`, `role_may_not` and `person_is_erased`: who looks at nobody, whatever the reason. */
export async function requireLooker(
  tx: Tx,
  { staff, personId }: Pick<Asked, 'staff' | 'personId'>,
): Promise<Permitted> {
  const { fundId, erasedAt } = await lockPerson(tx, personId)
  if (!may(await rolesInFund(tx, { staffId: staff.id, fundId }), 'vault:reveal')) {
    throw new Refusal('role_may_not')
  }
  if (erasedAt) throw new Refusal('person_is_erased')
  return { fundId }
}

/**
 * Whether someone needs to see this of a person today. Besides what `requireLooker` refuses: `reason_is_of_their_work`,
 * `reason_opens_its_fields` and `reason_is_true_of_the_case`. The database judges every look by the same names.
 */
export async function permitLook(tx: Tx, asked: Asked): Promise<Permitted> {
  const { staff, reason, opened } = asked
  const { fundId } = await requireLooker(tx, asked)
  if (!isTheirs(reason, await rolesInFund(tx, { staffId: staff.id, fundId }))) {
    throw new Refusal('reason_is_of_their_work', {}, 'reason')
  }
  if (!opened.every((what) => opens(reason, what))) {
    throw new Refusal('reason_opens_its_fields', {}, 'reason')
  }
  if (!(await isTrueReason(tx, asked))) throw new Refusal('reason_is_true_of_the_case', {}, 'reason')
  return { fundId }
}
