import { z } from 'zod'
import {
  lineField,
  momentField,
  moneyField,
  neededDayField,
  optionalMoneyField,
  ownLineField,
  paperNumberField,
} from '#app/domain/disbursements/fields.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { revealReasons } from '#app/domain/vault/reasons.ts'
import type { BeyondOwnPart } from './copay.ts'
import { offerAnswers, payoutMethods, receiptMethods, reversalReasons } from './copay.ts'
import { interpreterKinds } from './reading.ts'
import { paperLanguages } from './texts/texts.ts'

export const OfferForm = z.object({ intent: z.literal('offer'), answer: z.enum(offerAnswers, 'required') })

export const AgreementForm = z.object({
  intent: z.literal('agreement'),
  language: z.enum(paperLanguages, 'required'),
  amount: moneyField,
  signer: lineField(120),
  paperNumber: paperNumberField,
  signedOn: neededDayField,
  // Of a paper that was read aloud in another language than its own; all three or none.
  readIn: ownLineField.max(80, 'too_long').optional(),
  interpreterKind: z.enum(['', ...interpreterKinds], 'malformed').optional(),
  interpreter: ownLineField.max(120, 'too_long').optional(),
})

export const ShowSignerForm = z.object({
  intent: z.literal('reveal'),
  reason: z.enum(revealReasons, 'required'),
})

export const TextReviewForm = z.object({
  language: z.enum(['es', 'ar'], 'required'),
  reviewer: lineField(120),
  reviewedOn: neededDayField,
})

export const receiveForm = (timezone: string) =>
  z.object({
    intent: z.literal('receive'),
    amount: moneyField,
    method: z.enum(receiptMethods, 'required'),
    reference: paperNumberField,
    occurredAt: momentField(timezone),
  })

export const ProposePayoutForm = z.object({ intent: z.literal('propose'), amount: moneyField })

export const ApprovePayoutForm = z.object({
  intent: z.literal('approve'),
  payoutId: z.uuid(),
  ...proofFields,
})

export const payPayoutForm = (timezone: string) =>
  z.object({
    intent: z.literal('pay'),
    payoutId: z.uuid(),
    method: z.enum(payoutMethods, 'required'),
    reference: paperNumberField,
    occurredAt: momentField(timezone),
    ...proofFields,
  })

export const WithdrawPayoutForm = z.object({ intent: z.literal('withdraw'), payoutId: z.uuid() })

export const AskReversalForm = z.object({
  intent: z.literal('take_back'),
  receiptId: z.uuid(),
  reason: z.enum(reversalReasons, 'required'),
  happenedOn: neededDayField,
})

export const ConfirmReversalForm = z.object({
  intent: z.literal('confirm_reversal'),
  reversalId: z.uuid(),
  ...proofFields,
})

export const WithdrawReversalForm = z.object({
  intent: z.literal('withdraw_reversal'),
  reversalId: z.uuid(),
})

/** What a payment of bail says beside the fund's own part; a field that was left empty says nothing. */
export const beyondOwnPartFields = {
  agreementId: z.union([z.literal(''), z.uuid()]).optional(),
  familyPart: optionalMoneyField,
  exposure: optionalMoneyField,
}

type BeyondFields = { agreementId?: string | undefined; familyPart: Cents; exposure: Cents }

/** What those fields mean: the fund's own part alone where nothing of a family's is taken. */
export const beyondOwnPart = ({ agreementId, familyPart, exposure }: BeyondFields): BeyondOwnPart => ({
  ...(familyPart > 0n ? { family: { agreementId: agreementId || '', amount: familyPart } } : {}),
  ...(exposure > 0n ? { exposure } : {}),
})
