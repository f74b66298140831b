import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { type SettableState, settableStates, stateReasons } from '../changes.ts'

/** Into closing, or back to where the fund stood before. */
const closingStates = ['closing', ...settableStates] as const
export type ClosingTo = 'closing' | SettableState

export const ProposeClosingForm = z.strictObject({
  act: z.literal('propose-closing'),
  to: z.enum(closingStates),
  reason: z.enum(stateReasons, 'required'),
  ...proofFields,
})

export const DecideClosingForm = z.strictObject({
  act: z.enum(['confirm-closing', 'withdraw-closing']),
  closingId: z.uuid(),
  ...proofFields,
})
