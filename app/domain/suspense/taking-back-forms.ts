import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { takingBackDates, takingBackReasons } from './suspense.ts'

export const AskForm = z.object({
  intent: z.literal('ask'),
  txnId: z.string().regex(/^txn_\w{1,120}$/),
  number: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number),
  reason: z.enum(takingBackReasons, 'required'),
  dated: z.enum(takingBackDates, 'required'),
})

export const ConfirmForm = z.object({ intent: z.literal('confirm'), reversalId: z.uuid(), ...proofFields })

export const KeepForm = z.object({ intent: z.literal('keep'), reversalId: z.uuid() })
