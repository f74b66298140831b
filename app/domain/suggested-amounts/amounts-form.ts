import { z } from 'zod'
import { optionalMoneyField } from '#app/domain/disbursements/fields.ts'

export const mostAmounts = 5

/** The languages in which a giving page can offer amounts of its own. */
export const amountLanguages = ['en', 'es', 'ar', 'vi', 'zh'] as const
export type AmountLanguage = (typeof amountLanguages)[number]

/** Amounts for one language; empty fields are none. */
export const AmountsForm = z.object({
  language: z.enum(amountLanguages),
  amounts: z.array(optionalMoneyField).length(mostAmounts),
})
