import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { caseCodeField } from '#app/domain/vault/case-code-field.ts'
import { vaultFields } from '#app/domain/vault/fields.ts'

/** Why a record is opened by someone whose work it is not to look: a code, since the record of it stays for good. */
export const emergencyReasons = [
  'danger_to_life',
  'medical',
  'child_or_dependent',
  'release_tonight',
  'nobody_else_reachable',
] as const
export type EmergencyReason = (typeof emergencyReasons)[number]

export const findings = ['justified', 'not_justified'] as const
export type Finding = (typeof findings)[number]

export const reviewNotes = [
  'person_was_in_danger',
  'nobody_could_be_reached',
  'someone_could_be_reached',
  'could_have_waited',
  'not_the_record_needed',
  'told_the_board',
] as const
export type ReviewNote = (typeof reviewNotes)[number]

const OpenForm = z.strictObject({
  intent: z.literal('open'),
  reason: z.enum(emergencyReasons),
  ...proofFields,
})

const LookForm = z.strictObject({
  intent: z.literal('look'),
  fields: z.preprocess(
    (sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])),
    z.array(z.enum(vaultFields)).min(1, 'fields_missing'),
  ),
  caseCode: caseCodeField,
})

const DocumentsForm = z.strictObject({ intent: z.literal('documents') })

/** The forms of a record's emergency page, told apart by `intent`. */
export const EmergencyForm = z.discriminatedUnion('intent', [OpenForm, LookForm, DocumentsForm])

export const ReviewForm = z.strictObject({
  glassId: z.uuid(),
  finding: z.enum(findings),
  note: z.enum(reviewNotes),
})
