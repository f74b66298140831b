import { z } from 'zod'
import { moneyField } from '#app/domain/disbursements/fields.ts'
import { reserveReasons, settableStates, stateReasons } from './changes.ts'

/** Fields: `act` says which; `state` and `stateReason`, or `reserve` in dollars and `reserveReason`. */
export const FundChangeForm = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('state'),
    state: z.enum(settableStates),
    stateReason: z.enum(stateReasons),
  }),
  z.strictObject({
    act: z.literal('reserve'),
    reserve: moneyField,
    reserveReason: z.enum(reserveReasons),
  }),
])
