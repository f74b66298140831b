import { z } from 'zod'
import { deductionReasons } from '#app/domain/bonds/bond.ts'
import {
  lineField,
  moneyField,
  neededDayField,
  optionalMoneyField,
  ownLineField,
  paperNumberField,
  tickedField,
} from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { payers } from './remittance.ts'

export const RemittanceForm = z.object({
  payer: z.enum(payers, 'required'),
  payerName: ownLineField.max(120, 'too_long'),
  reference: paperNumberField,
  total: moneyField,
  receivedOn: neededDayField,
  fundIds: tickedField('remittance_names_its_funds'),
})

/** One reason is enough for a line of a list; more deductions of one bond are recorded on the bond itself. */
export const LineForm = z
  .strictObject({
    intent: z.literal('add'),
    bond: lineField(60),
    received: optionalMoneyField,
    interest: optionalMoneyField,
    kept: optionalMoneyField,
    reason: z.union([z.enum(deductionReasons), z.literal('')]).default(''),
  })
  .transform(({ bond, received, interest, kept, reason }, context) => {
    if (kept > 0n && reason === '') {
      context.addIssue({ code: 'custom', message: 'deduction_needs_reason', path: ['reason'] })
      return z.NEVER
    }
    const deductions = kept > 0n && reason !== '' ? [{ reason, amount: kept }] : []
    return { intent: 'add' as const, line: { bond, received, interest, deductions } }
  })

export const PasteForm = z.object({
  intent: z.literal('paste'),
  rows: z.string().max(20_000, 'too_long').min(1, 'required'),
})

export const RemoveForm = z.object({ intent: z.literal('remove'), lineId: z.uuid() })

/** Books every line, so its person proves once more that they are there. */
export const CloseForm = z.object({ intent: z.literal('close'), ...proofFields })

export const WithdrawForm = z.object({ intent: z.literal('withdraw') })
