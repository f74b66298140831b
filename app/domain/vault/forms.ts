import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { caseCodeField } from './case-code-field.ts'
import { indexKinds, vaultFields } from './fields.ts'
import { revealReasons } from './reasons.ts'

export const SearchForm = z.object({ kind: z.enum(indexKinds), plain: lineField(200) })

const RevealForm = z.object({
  intent: z.literal('reveal'),
  fields: z.preprocess(
    (sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])),
    z.array(z.enum(vaultFields)).min(1, 'fields_missing'),
  ),
  caseCode: caseCodeField,
  reason: z.enum(revealReasons),
})

/** A box that must be ticked: what it does cannot be taken back. */
const EraseForm = z.object({ intent: z.literal('erase'), sure: z.literal('on', 'confirmation_missing') })

/** The forms of a person's page, told apart by `intent`. */
export const PersonForm = z.discriminatedUnion('intent', [RevealForm.strict(), EraseForm.strict()])
