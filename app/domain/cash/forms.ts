import { z } from 'zod'
import { linesField, momentField, moneyField } from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { attemptReasons, cashPlaces, differenceReasons } from './cash.ts'
import { longestDispute } from './signature.ts'

const place = z.enum(cashPlaces, 'required')
const witness = z.uuid('required')
const dispute = linesField(longestDispute)

/** Boxes that were ticked: none, one or several. */
export const ticked = z.union([z.uuid().transform((one) => [one]), z.array(z.uuid())]).default([])

export const signOutForm = (timezone: string) =>
  z.object({
    fundId: z.uuid('required'),
    posterId: z.uuid('required'),
    source: place,
    amount: moneyField,
    disbursementIds: ticked,
    occurredAt: momentField(timezone),
  })

/** What can be done on an advance's page; `act` says which. */
export const advanceForm = (timezone: string) =>
  z.discriminatedUnion('act', [
    z.strictObject({ act: z.literal('confirm'), ...proofFields }),
    z.strictObject({ act: z.literal('withdraw') }),
    z.strictObject({
      act: z.literal('bring_back'),
      amount: moneyField,
      broughtTo: place,
      witnessId: witness,
      occurredAt: momentField(timezone),
    }),
    z.strictObject({ act: z.literal('sign_return'), returnId: z.uuid(), ...proofFields }),
    z.strictObject({ act: z.literal('dispute_return'), returnId: z.uuid(), note: dispute }),
    z.strictObject({ act: z.literal('withdraw_return'), returnId: z.uuid() }),
    ownAttemptForm(timezone).extend({ disbursementId: z.uuid('required') }),
  ])

/** That the bond on whose page it stands could not be posted. */
export const ownAttemptForm = (timezone: string) =>
  z.strictObject({
    act: z.literal('attempt'),
    reason: z.enum(attemptReasons, 'required'),
    occurredAt: momentField(timezone),
  })

/** What can be done on a cash box's page; `act` says which. */
export const boxForm = (timezone: string) =>
  z.discriminatedUnion('act', [
    z.strictObject({ act: z.literal('count'), counted: moneyField, witnessId: witness }),
    z.strictObject({ act: z.literal('sign'), countId: z.uuid(), witnessed: moneyField }),
    z.strictObject({
      act: z.literal('explain'),
      countId: z.uuid(),
      reason: z.enum(differenceReasons, 'required'),
    }),
    z.strictObject({
      act: z.literal('move'),
      to: place,
      amount: moneyField,
      witnessId: witness,
      occurredAt: momentField(timezone),
    }),
    z.strictObject({ act: z.literal('sign_move'), moveId: z.uuid(), ...proofFields }),
    z.strictObject({ act: z.literal('dispute_move'), moveId: z.uuid(), note: dispute }),
    z.strictObject({ act: z.literal('withdraw_move'), moveId: z.uuid() }),
    z.strictObject({
      act: z.literal('cap'),
      posterId: z.union([z.uuid(), z.literal('').transform(() => null)]),
      cap: moneyField,
    }),
  ])
