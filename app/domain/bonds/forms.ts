import { z } from 'zod'
import { caseEndFields } from '#app/domain/case-ends/case-end.ts'
import {
  momentField,
  neededDayField,
  optionalMoneyField,
  paperNumberField,
} from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { type BondState, deductionReasons, knownFrom } from './bond.ts'
import { chaseKinds, chaseNotes, drawnTo } from './chase.ts'
import { courtBondTransitions, immigrationBondTransitions } from './states.ts'

const states = [
  ...new Set([...Object.keys(courtBondTransitions), ...Object.keys(immigrationBondTransitions)]),
] as BondState[]

/** How we know, and when it happened: what every record of a bond says. */
export const factForm = (timezone: string) =>
  z.object({ knownFrom: z.enum(knownFrom, 'required'), occurredAt: momentField(timezone) })

/** What a person proves once more: money is lost, or comes back. */
export const provedFactForm = (timezone: string) => factForm(timezone).extend(proofFields)

export const releaseForm = (timezone: string) =>
  factForm(timezone).extend({ outcome: z.enum(['released', 'not_released'], 'required') })

const deduction = z.strictObject({
  reason: z.union([z.enum(deductionReasons), z.literal('')]),
  amount: optionalMoneyField,
})

/** `deductions[0].reason`, `deductions[0].amount`…: a row without an amount is no deduction, one without a reason is refused. */
export const returnForm = (timezone: string) =>
  z.object({
    received: optionalMoneyField,
    interest: optionalMoneyField,
    reference: paperNumberField,
    occurredAt: momentField(timezone),
    ...proofFields,
    deductions: z
      .array(deduction)
      .default([])
      .transform((rows, context) =>
        rows.flatMap(({ reason, amount }, index) => {
          if (amount === 0n) return []
          if (reason !== '') return [{ reason, amount }]
          context.addIssue({ code: 'custom', message: 'deduction_needs_reason', path: [index, 'reason'] })
          return []
        }),
      ),
  })

export const recoveryForm = (timezone: string) =>
  z.object({
    received: optionalMoneyField,
    interest: optionalMoneyField,
    reference: paperNumberField,
    occurredAt: momentField(timezone),
    ...proofFields,
  })

/** A day as a browser's field writes it: the same day for everyone, without an hour. Nothing typed is none. */
export const dayField = z
  .string()
  .optional()
  .transform((typed, context): string | null => {
    if (!typed) return null
    const read = neededDayField.safeParse(typed)
    if (read.success) return read.data
    context.addIssue({ code: 'custom', message: 'malformed' })
    return z.NEVER
  })

/** A notice is recorded with its own day and the last one that it names; the end of an immigration case with how, and its proof. */
export const moveForm = (timezone: string) =>
  factForm(timezone).extend({
    to: z.enum(states, 'required'),
    paperOn: dayField,
    lastDay: dayField,
    ...caseEndFields,
  })

export const dispositionForm = (timezone: string) => factForm(timezone).extend(caseEndFields)

export const chaseForm = (timezone: string) =>
  z.object({
    kind: z.enum(chaseKinds, 'required'),
    drawnTo: z.union([z.enum(drawnTo), z.literal('').transform(() => null)]).default(null),
    note: z.enum(chaseNotes, 'required'),
    dueOn: dayField,
    lastDay: dayField,
    occurredAt: momentField(timezone),
  })
