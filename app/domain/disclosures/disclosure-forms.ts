import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { dayField } from '#app/domain/jurisdictions/rule-forms.ts'
import { fallbackLanguage, type Language, languages } from '#app/words/languages.ts'

const longestText = 2_000

const text = z
  .string()
  .transform((typed) => typed.replace(/\r\n?/g, '\n').trim())
  .pipe(z.string().max(longestText, 'too_long'))

const textFields = Object.fromEntries(
  languages.map((language) => [
    language,
    language === fallbackLanguage ? text.pipe(z.string().min(1, 'required')) : text.default(''),
  ]),
) as Record<Language, typeof text>

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
  texts: z.strictObject(textFields),
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
