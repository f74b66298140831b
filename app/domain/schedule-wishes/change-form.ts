import { z } from 'zod'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { plainDigits } from '#app/domain/money/plain-digits.ts'
import { lastDayToChoose } from '#app/domain/recurring-donations/charge-dates.ts'
import type { Change } from './plan-change.ts'

/** Dollars as typed, to cents. Limits are the funds' and are checked against them. */
const amount = z.string().transform((typed, context): bigint => {
  const read = parseDollars(typed)
  if (read.ok && read.cents > 0n) return read.cents
  context.addIssue({ code: 'custom', message: `amount_${read.ok ? 'negative' : read.problem}` })
  return z.NEVER
})

/** As many digits as the cents of any gift have: where no smaller numbers say the same, the page offers them. */
const share = z
  .string()
  .transform(plainDigits)
  .pipe(z.string().regex(/^\d{0,9}$/, 'share_malformed'))
  .transform((typed) => BigInt(typed || '0'))

/** Digits alone: `1e1` and `0x10` are numbers, and no days. */
const day = z
  .string()
  .transform(plainDigits)
  .pipe(z.string().regex(/^\d{1,2}$/, 'day_malformed'))
  .transform(Number)
  .pipe(z.number().min(1, 'day_malformed').max(lastDayToChoose, 'day_malformed'))

/**
 * What a donor wishes to change, as the page's address carries it. Fields: `change` says which; `amount` in dollars and
 * `coverFee`; `parts[0].fund` and `parts[0].share`; `day`; `until`, a day or nothing.
 */
export const ChangeForm = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('amount'), amount, coverFee: z.literal('on').optional() }),
  z.strictObject({
    change: z.literal('split'),
    parts: z.array(z.strictObject({ fund: z.uuid(), share })).max(100),
  }),
  z.strictObject({ change: z.literal('day'), day }),
  z.strictObject({ change: z.literal('pause'), until: z.union([z.literal(''), z.iso.date()]) }),
  z.strictObject({ change: z.enum(['skip', 'resume', 'keep', 'undo']) }),
])

export type ChangeForm = z.infer<typeof ChangeForm>

export function changeOf(form: ChangeForm): Change {
  switch (form.change) {
    case 'amount':
      return { kind: 'amount', giftCents: form.amount, coverFee: form.coverFee === 'on' }
    case 'split':
      return { kind: 'split', shares: form.parts.map(({ fund, share }) => ({ fundId: fund, share })) }
    case 'day':
      return { kind: 'day', day: form.day }
    case 'pause':
      return { kind: 'pause', until: form.until || null }
    default:
      return { kind: form.change }
  }
}

/** What the donor confirmed: the page it was shown on, and what that page said would happen. */
export const ConfirmedForm = z.object({
  formKey: z.uuid(),
  amountCents: z.coerce.bigint(),
  nextChargeAt: z.union([z.literal(''), z.iso.datetime()]),
  newWords: z.string().max(1_000).default(''),
})
