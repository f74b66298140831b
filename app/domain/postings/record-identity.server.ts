import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { createPerson } from '#app/domain/vault/create-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import type { Tx } from '#app/platform/db.ts'
import { personOfCase } from './slip/person-of-case.server.ts'
import { type SlipField, slipFieldsOf } from './slip/slip-fields.ts'

type Identity = {
  staff: ActingStaff
  disbursementId: string
  /** What is empty stays as it is known. */
  fields: Partial<Record<SlipField, string | undefined>>
}

/**
 * Keeps in the vault whom a case is about, as the window will ask for it. A case without a person gets one, by name.
 * Refuses `disbursement_unknown`, `role_may_not`, `identity_is_empty`, `person_needs_a_name`, `birth_after_case`,
 * `slip_person_of_another_fund` and `person_is_erased`.
 */
export const recordIdentity = (identity: Identity): Promise<{ personId: string }> =>
  attempt(
    {
      staff: identity.staff,
      action: 'person.recorded',
      subject: 'disbursement',
      subjectId: identity.disbursementId,
    },
    (tx) => record(tx, identity),
  )

async function record(tx: Tx, { staff, disbursementId, fields }: Identity): Promise<{ personId: string }> {
  // Two who enter the same case wait for each other, so that one case has one person.
  const { fundId, caseCode, kind } = await lockDisbursement(tx, disbursementId)
  await requireRole(tx, { staffId: staff.id, fundId, action: 'vault:write' })
  const given = slipFieldsOf(kind).flatMap((field) => {
    const plain = fields[field] ?? ''
    return plain === '' ? [] : [{ field, plain }]
  })
  if (given.length === 0) throw new Refusal('identity_is_empty', {}, 'name')

  const known = await personOfCase(tx, { staffId: staff.id, caseCode, fundId, actions: ['vault:write'] })
  if (!known && !fields.name) throw new Refusal('person_needs_a_name', {}, 'name')
  const personId = known?.personId ?? (await createPerson(tx, { fundId }))
  if (!known) {
    await linkCase(tx, { personId, caseCode })
    // What was said of the case while nobody was known by it.
    await enqueue(tx, 'vault.reseal', {})
  }
  for (const { field, plain } of given) await writeField(tx, { personId, caseCode, field, plain })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'person.recorded',
    subject: 'person',
    subjectId: personId,
    fundId: known?.keptBy ?? fundId,
    detail: { fields: given.map(({ field }) => field).join(' '), isNew: !known, caseCode },
  })
  return { personId }
}
