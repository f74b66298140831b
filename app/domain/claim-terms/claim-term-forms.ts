import { z } from 'zod'
import { bondKinds } from '#app/domain/bonds/bond.ts'
import { countField, lineField } from '#app/domain/disbursements/fields.ts'
import { placePattern } from '#app/domain/jurisdictions/rule.ts'
import { dayField } from '#app/domain/jurisdictions/rule-forms.ts'

export const termUnits = ['days', 'years'] as const

const TermForm = z
  .strictObject({
    act: z.literal('term'),
    place: z.string().trim().toUpperCase().regex(placePattern, 'place_malformed'),
    bondKind: z.enum(bondKinds),
    length: countField.pipe(z.number().min(1)),
    unit: z.enum(termUnits),
    source: lineField(300),
    readOn: dayField,
  })
  .superRefine(({ length, unit }, context) => {
    if (length > (unit === 'days' ? 3660 : 30))
      context.addIssue({ code: 'custom', path: ['length'], message: 'malformed' })
  })

/** Fields of a new term, or of counsel's review of one; `act` says which. */
export const ClaimTermActForm = z.discriminatedUnion('act', [
  TermForm,
  z.strictObject({
    act: z.literal('review'),
    termId: z.uuid(),
    counsel: lineField(120),
    reviewedOn: dayField,
  }),
])

export type NewTerm = Omit<z.output<typeof TermForm>, 'act'>

/** Which of its fund's places, or of those within them, a bond's court lies in. */
export const placeOfBondForm = () => z.object({ place: z.string().trim().regex(placePattern, 'required') })
