import { z } from 'zod'
import { beyondOwnPartFields } from '#app/domain/copays/forms.ts'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { paymentMethods } from '#app/domain/disbursements/disbursement.ts'
import {
  lineField,
  momentField,
  moneyField,
  optionalMoneyField,
  paperNumberField,
} from '#app/domain/disbursements/fields.ts'
import { paymentSource } from '#app/domain/disbursements/forms.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { envelopeCancellationReasons, envelopePurposes, envelopeRejectionReasons } from './envelope.ts'

/** Boxes of one name: none ticked is no such field, one is a text, several are a list. */
const ticked = <S extends z.ZodType>(each: S) =>
  z.preprocess(
    (sent) => (Array.isArray(sent) ? sent : sent === undefined || sent === '' ? [] : [sent]),
    z.array(each).min(1, 'required').max(50),
  )

const moment = (timezone: string) =>
  momentField(timezone).transform((typed, context): Date => {
    if (typed) return typed
    context.addIssue({ code: 'custom', message: 'required' })
    return z.NEVER
  })

export const envelopeForm = (timezone: string) =>
  z.object({
    fundId: z.uuid('required'),
    total: moneyField,
    cap: moneyField,
    bonds: z
      .string()
      .min(1, 'required')
      .regex(/^\d{1,3}$/, 'malformed')
      .transform(Number),
    purposeCodes: ticked(z.enum(envelopePurposes)),
    posterIds: ticked(z.uuid()),
    opensAt: moment(timezone),
    closesAt: moment(timezone),
  })

const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const EnvelopeApprovalForm = z.object({ contentHash: hash, ...proofFields })
export const EnvelopeRejectionForm = z.object({ reason: z.enum(envelopeRejectionReasons, 'required') })
export const EnvelopeCancellationForm = z.object({ reason: z.enum(envelopeCancellationReasons, 'required') })

/** The paper is in hand, or nothing is confirmed. */
export const ConfirmationForm = z.object({
  disbursementId: z.uuid(),
  receiptInHand: z.literal('on', 'receipt_not_in_hand'),
  ...proofFields,
})

const bond = {
  kind: z.enum(envelopePurposes, 'required'),
  principal: moneyField,
  fees: optionalMoneyField,
  payee: lineField(120),
  venue: lineField(200),
}

const typedCode = z
  .string()
  .optional()
  .transform((typed) => typed?.trim().toUpperCase() || undefined)
  .refine((code) => code === undefined || caseCodePattern.test(code), 'case_code_malformed')

/** First at the window: may this be posted? Or, where no signal was: might it have been? */
export const drawCheckForm = (timezone: string) =>
  z.object({
    step: z.literal('check'),
    caseCode: typedCode,
    ...bond,
    familyPart: optionalMoneyField,
    occurredAt: momentField(timezone),
  })

/** Then: it is paid. The bond is what was checked, and its hash says so. */
export const drawForm = (timezone: string) =>
  z.object({
    step: z.literal('draw'),
    caseCode: z.string().regex(caseCodePattern, 'case_code_malformed'),
    ...bond,
    disbursementId: z.uuid(),
    contentHash: hash,
    method: z.enum(paymentMethods, 'required'),
    receiptNumber: paperNumberField,
    from: paymentSource,
    occurredAt: momentField(timezone),
    ...beyondOwnPartFields,
    ...proofFields,
  })
