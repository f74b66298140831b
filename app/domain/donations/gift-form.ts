import { z } from 'zod'
import type { Cents } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'

const longestName = 120

/** Letters of every script, but nothing that breaks a line, hides itself or turns the reading direction of a receipt. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>]/u

/** Dollars as typed, to cents. Limits are the fund's and are checked against it. */
const amount = z.string().transform((typed, context): Cents => {
  const read = parseDollars(typed)
  if (read.ok && read.cents > 0n) return read.cents
  context.addIssue({ code: 'custom', message: `amount_${read.ok ? 'negative' : read.problem}` })
  return z.NEVER
})

const ticked = z.string().transform((value) => value !== '')

/**
 * What the giving form says; every message is a key of the `errors` catalog. Fields: `amount` (dollars as typed),
 * `frequency` (the pressed button), `coverFee`, `name`, `email`, `incognito`, `updates`.
 */
export const GiftForm = z.object({
  amount,
  frequency: z.enum(['once', 'monthly'], 'frequency_missing'),
  coverFee: ticked,
  name: z
    .string()
    .trim()
    .min(1, 'name_empty')
    .max(longestName, 'name_too_long')
    .refine((name) => !unprintable.test(name), 'name_malformed'),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'email_empty')
    .max(254, 'email_too_long')
    .refine((address) => address === '' || z.email().safeParse(address).success, 'email_malformed'),
  incognito: ticked,
  updates: ticked,
})

export type GiftForm = z.infer<typeof GiftForm>

/** A form is told from another by this: the page it came from. Absent or foreign tokens make a form of its own. */
export const isFormToken = (token: string): boolean => z.uuid().safeParse(token).success
