import { z } from 'zod'
import type { Cents } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { mostParts } from './divide-gift.ts'
import { checkGiftWords, giftWords } from './gift-words-form.ts'

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

const slug = z.string().regex(/^[a-z0-9-]{1,60}$/, 'malformed')

/** Dollars by fund; an empty field is none. */
const shares = z
  .record(slug, z.string())
  .transform((typed) => Object.fromEntries(Object.entries(typed).filter(([, dollars]) => dollars.trim())))
  .pipe(z.record(slug, amount))

const ticked = z.string().transform((value) => value !== '')

/**
 * What the giving form says; every message is a key of the `errors` catalog. Fields: `amount` (dollars as typed),
 * `frequency` (the pressed button), `coverFee`, `name`, `email`, `incognito`, `updates`; `also` (slugs of other funds)
 * and `share.<slug>` (dollars for one of them); what `giftWords` adds.
 */
export const GiftForm = z
  .object({
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
    also: z
      .array(slug)
      .max(mostParts * 2, 'split_over_too_many')
      .default([]),
    share: shares.default({}),
    ...giftWords,
  })
  .superRefine(checkGiftWords)

export type GiftForm = z.infer<typeof GiftForm>

/** A form is told from another by this: the page it came from. Absent or foreign tokens make a form of its own. */
export const isFormToken = (token: string): boolean => z.uuid().safeParse(token).success
