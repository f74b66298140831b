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

/** No paper and no event here is older; nor does the database know a year zero, or a browser one of five digits. */
const isWithinOurYears = ({ year }: { year: number }): boolean => year >= 1900 && year <= 9999

/** A minute as a browser's field writes it, in the organization's time zone. Nothing typed is now. */
export const momentField = (timezone: string) =>
  z
    .string()
    .optional()
    .transform((typed, context): Date | undefined => {
      if (!typed) return undefined
      try {
        const typedMoment = Temporal.PlainDateTime.from(typed)
        if (!isWithinOurYears(typedMoment)) throw new RangeError(typed)
        return new Date(typedMoment.toZonedDateTime(timezone).epochMilliseconds)
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        context.addIssue({ code: 'custom', message: 'malformed' })
        return z.NEVER
      }
    })

/** What stands on one line of a page, of a paper or of a file, or nothing. */
export const ownLineField = z
  .string()
  .trim()
  .regex(/^[^\r\n]*$/, 'malformed')

/** One line that a person writes. */
export const lineField = (longest: number) => ownLineField.min(1, 'required').max(longest, 'too_long')

/** Several lines that a person writes. */
export const linesField = (longest: number) => z.string().trim().min(1, 'required').max(longest, 'too_long')

/** A whole number as it is typed, of no more digits than any count here has. */
export const countField = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/, 'malformed')
  .transform(Number)

/** The number that a receipt, a check or a paper bears. It stands in the clear, so it names nobody. */
export const paperNumberField = lineField(60).refine(
  (number) => !isPlainlyOfPerson(number),
  'number_points_to_a_person',
)

/** A day as a browser's field writes it: the same day for everyone, without an hour. */
export const neededDayField = z.string().transform((typed, context): string => {
  try {
    const day = Temporal.PlainDate.from(typed, { overflow: 'reject' })
    if (!isWithinOurYears(day)) throw new RangeError(typed)
    return day.toString()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    context.addIssue({ code: 'custom', message: typed === '' ? 'required' : 'malformed' })
    return z.NEVER
  }
})

/** The same, where only a browser's own way to write it is read. */
export const isoDayField = z.iso
  .date()
  .refine((day) => isWithinOurYears({ year: Number(day.slice(0, 4)) }), 'malformed')

/** What was ticked of a list, by id: one box is sent as text, several as a list, none not at all. */
export const tickedField = (none: string) =>
  z.preprocess((sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])), z.array(z.uuid()).min(1, none))
