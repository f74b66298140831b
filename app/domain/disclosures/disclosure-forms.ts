import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { dayField } from '#app/domain/jurisdictions/rule-forms.ts'

const longestText = 2_000

const text = z
  .string()
  .transform((typed) => typed.replace(/\r\n?/g, '\n').trim())
  .pipe(z.string().max(longestText, 'too_long'))

const optionalText = text.default('')

const DisclosureForm = z.strictObject({
  act: z.literal('disclosure'),
  place: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^US-[A-Z]{2}$/, 'place_malformed'),
  effectiveFrom: dayField,
  effectiveUntil: z.union([z.literal('').transform(() => null), dayField]),
  source: lineField(300),
  readOn: dayField,
  onReceipts: z.string().optional().transform(Boolean),
  // English is the official one; it stands beside whatever else there is.
  texts: z.strictObject({
    en: text.pipe(z.string().min(1, 'required')),
    ...{ es: optionalText, ar: optionalText, vi: optionalText, zh: optionalText },
  }),
})

/** Fields of a new version of a state's statement, or of counsel's review of one; `act` says which. */
export const DisclosureActForm = z.discriminatedUnion('act', [
  DisclosureForm,
  z.strictObject({
    act: z.literal('review'),
    disclosureId: z.uuid(),
    counsel: lineField(120),
    reviewedOn: dayField,
  }),
])

export type NewDisclosure = Omit<z.output<typeof DisclosureForm>, 'act'>
