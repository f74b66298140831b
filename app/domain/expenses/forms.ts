import { z } from 'zod'
import { ticked } from '#app/domain/cash/forms.ts'
import {
  isoDayField,
  lineField,
  momentField,
  moneyField,
  paperNumberField,
} from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import {
  expenseKinds,
  expenseMethods,
  expenseRejectionReasons,
  merchantKinds,
  mostClaimsAtOnce,
  mostLines,
} from './expense.ts'

/** Of a file, the form's text says only whether it came: its bytes go another way. */
const sentFile = z.literal('sent', {
  error: ({ input }) => (input === 'file_too_large' ? 'file_too_large' : 'file_missing'),
})

const line = z.strictObject({
  day: isoDayField,
  amount: moneyField,
  purposeCode: lineField(40),
  merchantKind: z.enum(merchantKinds, 'required'),
  receiptNumber: paperNumberField,
  file: sentFile,
})

/** `lines[0]`…: a row in which nothing was typed is no line. */
const isBlank = (row: unknown): boolean =>
  typeof row !== 'object' || row === null || Object.values(row).every((typed) => typed === '')

const lines = z
  .array(z.preprocess((row) => (isBlank(row) ? undefined : row), line.optional()))
  .max(mostLines, 'too_many_lines')
  .default([])
  .transform((rows) => rows.flatMap((row, position) => (row ? [{ ...row, position }] : [])))

export const ClaimForm = z.object({
  fundId: z.uuid('required'),
  kind: z.enum(expenseKinds, 'required'),
  cardLast4: z
    .string()
    .trim()
    .regex(/^(\d{4})?$/, 'card_malformed')
    .default('')
    .transform((typed) => typed || null),
  lines,
})

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const paid = (timezone: string) => ({
  method: z.enum(expenseMethods, 'required'),
  reference: paperNumberField,
  occurredAt: momentField(timezone),
  ...proofFields,
})

/** What can be done on an expense's page; `act` says which. */
export const expenseForm = (timezone: string) =>
  z.discriminatedUnion('act', [
    z.strictObject({ act: z.literal('approve'), contentHash: hash, ...proofFields }),
    z.strictObject({ act: z.literal('reject'), reason: z.enum(expenseRejectionReasons, 'required') }),
    z.strictObject({ act: z.literal('pay'), ...paid(timezone) }),
  ])

export type ExpenseForm = z.output<ReturnType<typeof expenseForm>>

/** One card's statement, and what it is for: claims, and what the card paid at kiosks. */
export const statementForm = (timezone: string) =>
  z
    .object({
      claimIds: ticked,
      chargeIds: ticked,
      statementOn: isoDayField,
      billed: moneyField,
      ...paid(timezone),
    })
    .refine(({ claimIds, chargeIds }) => claimIds.length + chargeIds.length <= mostClaimsAtOnce, {
      message: 'too_many_claims',
      path: ['claimIds'],
    })
