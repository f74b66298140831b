import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'

/**
 * Why staff open what the receipt of an erased donor says: a code, because the record of it stays. Counsel asks only while a
 * legal demand is open that holds the gift.
 */
export const keptReceiptReasons = [
  'giver_asked',
  'tax_authority_asked',
  'books_reviewed',
  'counsel_asked',
] as const
export type KeptReceiptReason = (typeof keptReceiptReasons)[number]

export const OpenKeptReceiptForm = z.strictObject({
  reason: z.enum(keptReceiptReasons, 'required'),
  ...proofFields,
})
