import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { ownLineField } from '#app/domain/disbursements/fields.ts'
import { caseCodeField } from './case-code-field.ts'
import { chargeClasses, chargeField } from './charge-class.ts'
import { vaultFields } from './fields.ts'

/** What is written by hand. The screening has its own questions. */
export const factFields = vaultFields.filter((field) => field !== 'screening')
export type FactField = (typeof factFields)[number]

const oldest = 120

/** A day between the oldest birth that anyone here can have and today. `today` is the organization's own. */
export const birthDate = (today: Temporal.PlainDate) =>
  z
    .string()
    .trim()
    .refine((typed) => typed === '' || isDay(typed), 'date_malformed')
    .refine((typed) => !isDay(typed) || Temporal.PlainDate.compare(typed, today) <= 0, 'birth_after_today')
    .refine(
      (typed) => !isDay(typed) || Temporal.PlainDate.compare(typed, today.subtract({ years: oldest })) > 0,
      'birth_too_long_ago',
    )

function isDay(typed: string): boolean {
  try {
    Temporal.PlainDate.from(typed, { overflow: 'reject' })
    return /^\d{4}-\d{2}-\d{2}$/.test(typed)
  } catch {
    // What a person typed may be anything; what is no day is an expected answer here.
    return false
  }
}

/** One box that was ticked comes as text, several as a list, none not at all. */
const tickedCharges = z.preprocess(
  (sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])),
  z.array(z.enum(chargeClasses)),
)

/**
 * One line, or for notes many; what is left empty is left as it is. Classes of charge are ticked, and what else there is to
 * say of a charge stands beside them. Of someone with several cases, `caseCode` says in which one the facts of a case hold.
 */
export const factsForm = (today: Temporal.PlainDate) =>
  z
    .strictObject({
      ...Object.fromEntries(
        factFields.map((field) => [
          field,
          (field === 'note'
            ? z.string().trim().max(4000, 'too_long')
            : ownLineField.max(200, 'too_long')
          ).default(''),
        ]),
      ),
      birth_date: birthDate(today).default(''),
      charge_class: tickedCharges,
      charge_other: ownLineField.max(200, 'too_long').default(''),
      caseCode: caseCodeField,
    })
    .transform(({ charge_class: ticked, charge_other: other, caseCode, ...typed }) => {
      const all = { ...typed, charge_class: chargeField(ticked, other) }
      const facts = Object.fromEntries(Object.entries(all).filter(([, plain]) => plain !== ''))
      return { caseCode, facts: facts as Partial<Record<FactField, string>> }
    })
