import { z } from 'zod'
import { meaning, readMeaning } from './suspense.ts'

/**
 * Fields: `txnId`, and `as`, one choice that says both what it was and whose: `gift:<fund id>`,
 * `gift_refunded:<fund id>`, `operating_income` or `operating_fee`.
 */
export const AssignmentForm = z.object({
  txnId: z.string().regex(/^txn_\w{1,120}$/),
  as: z.string().regex(meaning).transform(readMeaning),
})
