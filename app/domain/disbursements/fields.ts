import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Cents, zero } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { isPlainlyOfPerson } from '#app/domain/vault/paper-number.ts'

/** Dollars as typed, to cents. Its codes are those of the `errors` catalog. */
export const moneyField = z.string().transform((typed, context): Cents => {
  const read = parseDollars(typed)
  if (read.ok) return read.cents
  context.addIssue({
    code: 'custom',
    message: read.problem === 'empty' ? 'required' : `amount_${read.problem}`,
  })
  return z.NEVER
})

/** Nothing typed, or no such field, is nothing. */
export const optionalMoneyField = z
  .string()
  .optional()
  .transform((typed, context): Cents => {
    const read = parseDollars(typed ?? '')
    if (read.ok) return read.cents
    if (read.problem === 'empty') return zero
    context.addIssue({ code: 'custom', message: `amount_${read.problem}` })
    return z.NEVER
  })

/** A minute as a browser's field writes it, in the organization's time zone. Nothing typed is now. */
export const momentField = (timezone: string) =>
  z
    .string()
    .optional()
    .transform((typed, context): Date | undefined => {
      if (!typed) return undefined
      try {
        const moment = Temporal.PlainDateTime.from(typed).toZonedDateTime(timezone)
        return new Date(moment.epochMilliseconds)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        context.addIssue({ code: 'custom', message: 'malformed' })
        return z.NEVER
      }
    })

/** One line that a person writes. */
export const lineField = (longest: number) => z.string().trim().min(1, 'required').max(longest, 'too_long')

/** The number that a receipt, a check or a paper bears. It stands in the clear, so it names nobody. */
export const paperNumberField = lineField(60).refine(
  (number) => !isPlainlyOfPerson(number),
  'number_points_to_a_person',
)

/** A day as a browser's field writes it: the same day for everyone, without an hour. */
export const neededDayField = z.string().transform((typed, context): string => {
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' }).toString()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    context.addIssue({ code: 'custom', message: typed === '' ? 'required' : 'malformed' })
    return z.NEVER
  }
})

/** What was ticked of a list, by id: one box is sent as text, several as a list, none not at all. */
export const tickedField = (none: string) =>
  z.preprocess((sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])), z.array(z.uuid()).min(1, none))
