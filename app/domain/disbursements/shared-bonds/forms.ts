import { z } from 'zod'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { paymentMethods } from '../disbursement.ts'
import {
  lineField,
  momentField,
  moneyField,
  optionalMoneyField,
  ownLineField,
  paperNumberField,
} from '../fields.ts'
import { ProposalForm, partSources } from '../forms.ts'

const part = z.strictObject({
  fundId: z.union([z.literal(''), z.uuid()]),
  principal: optionalMoneyField,
  fees: optionalMoneyField,
})

/** `parts[0].fundId`, `parts[0].principal`, `parts[0].fees`…: a row without a fund is no part. */
export const SharedProposalForm = ProposalForm.omit({
  fundId: true,
  purposeCode: true,
  principal: true,
  fees: true,
}).extend({
  kind: z.enum(['court_bail', 'immigration_bond'], 'required'),
  parts: z.array(part).transform((rows, context) =>
    rows.flatMap(({ fundId, principal, fees }, index) => {
      if (fundId !== '' && principal > 0n) return [{ fundId, principalCeiling: principal, feesCeiling: fees }]
      if (fundId === '' && principal + fees === 0n) return []
      const missing = fundId === '' ? 'fundId' : 'principal'
      context.addIssue({ code: 'custom', message: 'required', path: [index, missing] })
      return []
    }),
  ),
})

/** What of it the rules of the funds' places judge; the rest of the form is not looked at. */
export const SharedProposalCheck = SharedProposalForm.pick({
  kind: true,
  caseCode: true,
  parts: true,
})
  .extend({ venue: ownLineField.max(200).optional().catch(undefined) })
  .readonly()

export const sharedPaymentForm = (timezone: string) =>
  z.object({
    contentHash: z.string().regex(/^[0-9a-f]{64}$/),
    principal: moneyField,
    fees: optionalMoneyField,
    exposure: optionalMoneyField.transform((full) => (full > 0n ? full : undefined)),
    payee: lineField(120),
    method: z.enum(paymentMethods, 'required'),
    receiptNumber: paperNumberField,
    from: partSources,
    occurredAt: momentField(timezone),
    ...proofFields,
  })
