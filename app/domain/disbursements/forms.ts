import { z } from 'zod'
import { beyondOwnPartFields } from '#app/domain/copays/forms.ts'
import { placePattern } from '#app/domain/jurisdictions/rule.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { cardOfSource, cardSourcePattern } from './card-source.ts'
import { caseCodePattern } from './case-code.ts'
import {
  cancellationReasons,
  type DisbursementKind,
  paymentMethods,
  rejectionReasons,
} from './disbursement.ts'
import {
  countField,
  lineField,
  momentField,
  moneyField,
  optionalMoneyField,
  ownLineField,
  paperNumberField,
} from './fields.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const caseCode = z
  .string()
  .optional()
  .transform((typed) => typed?.trim().toUpperCase() || undefined)
  .refine((code) => code === undefined || caseCodePattern.test(code), 'case_code_malformed')

/** `payees[0]`…: rows that were left empty are no payees. */
const payees = z
  .array(ownLineField.max(120, 'too_long'))
  .transform((rows) => [...new Set(rows.filter((row) => row !== ''))])

export const ProposalForm = z.object({
  fundId: z.uuid('required'),
  purposeCode: lineField(40),
  caseCode,
  principal: moneyField,
  fees: optionalMoneyField,
  payees,
  venue: lineField(200),
  evidenceNote: z.string().trim().max(2000, 'too_long'),
})

/** What of a proposal the rules of a place judge. */
export const ProposalCheck = z.object({
  fundId: z.uuid('required'),
  purposeCode: lineField(40),
  caseCode,
  principal: moneyField,
  // A court whose place is known is judged by that place's rules; one that is not written yet, or not well, is not known.
  venue: ownLineField.max(200).optional().catch(undefined),
})

/** The same, of one that stands: its fund and its case are known. */
export const AmendmentCheck = ProposalCheck.omit({ fundId: true, caseCode: true })

/** The fund stays, and the case keeps its code. */
export const AmendmentForm = ProposalForm.omit({ fundId: true, caseCode: true }).extend({
  revision: countField.pipe(z.number().positive()),
})

/** Bail and immigration bonds are purposes of their own kind; everything else is support. */
export const kindOfPurpose = (purposeCode: string): DisbursementKind =>
  purposeCode === 'court_bail' || purposeCode === 'immigration_bond' ? purposeCode : 'support'

export const ApprovalForm = z.object({
  contentHash: hash,
  // Where the court lay on the screen; empty where nobody had said it.
  place: z
    .string()
    .refine((seen) => seen === '' || placePattern.test(seen), 'content_changed')
    .transform((seen) => seen || null)
    .optional(),
  ...proofFields,
})

export const RejectionForm = z.object({ reason: z.enum(rejectionReasons, 'required') })

export const CancellationForm = z.object({ reason: z.enum(cancellationReasons, 'required') })

/** `bank`, `debit_card`, the id of an advance that the payer holds, or one of the fund's cards. Nothing said is the bank. */
export const paymentSource = z
  .union([
    z.literal('bank'),
    z.literal('debit_card'),
    z.uuid().transform((advanceId) => ({ advanceId })),
    z.string().regex(cardSourcePattern).transform(cardOfSource),
    z.literal('').transform(() => undefined),
  ])
  .optional()

/** Of the parts of a shared bond in their order. Nothing said of one is what its fund signed out for it, else its bank. */
export const partSources = z.array(paymentSource).max(10).optional()

export const paymentForm = (timezone: string) =>
  z.object({
    contentHash: hash,
    principal: moneyField,
    fees: optionalMoneyField,
    ...beyondOwnPartFields,
    payee: lineField(120),
    method: z.enum(paymentMethods, 'required'),
    receiptNumber: paperNumberField,
    from: paymentSource,
    occurredAt: momentField(timezone),
    ...proofFields,
  })
