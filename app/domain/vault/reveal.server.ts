import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { caseAsked } from './case-asked.server.ts'
import type { VaultField } from './fields.ts'
import { look, type Seen } from './look.server.ts'
import { permitLook, requireLooker } from './permit-look.server.ts'
import type { RevealReason } from './reasons.ts'

type Look = {
  staff: ActingStaff
  personId: string
  /** Of someone with several cases, the one whose facts are asked for. */
  caseCode?: string | null
  fields: VaultField[]
  reason: RevealReason
}

/**
 * Shows a person of staff what they ask for and no more, where their reason is true, and keeps that they looked. Refuses
 * `fields_missing`, `case_missing` and what `permitLook` does.
 */
export const reveal = (asked: Look): Promise<Seen[]> =>
  attempt(
    { staff: asked.staff, action: 'person.revealed', subject: 'person', subjectId: asked.personId },
    (tx) => show(tx, asked),
  )

async function show(tx: Tx, asked: Look): Promise<Seen[]> {
  const { staff, personId, fields, reason } = asked
  await requireLooker(tx, asked)
  if (fields.length === 0) throw new Refusal('fields_missing', {}, 'fields')
  const caseCode = await caseAsked(tx, { personId, caseCode: asked.caseCode ?? null, fields })
  const { fundId } = await permitLook(tx, { staff, personId, caseCode, opened: fields, reason })
  return look(tx, { staffId: staff.id, personId, fundId, caseCode, fields, reason })
}
