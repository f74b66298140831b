import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { monthPattern } from './month.ts'

export const CloseForm = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('propose'), month: z.string().regex(monthPattern) }),
  z.strictObject({ intent: z.literal('withdraw'), closeId: z.uuid() }),
  z.strictObject({
    intent: z.literal('confirm'),
    closeId: z.uuid(),
    balancesHash: z.string().regex(/^[0-9a-f]{64}$/),
    ...proofFields,
  }),
])
