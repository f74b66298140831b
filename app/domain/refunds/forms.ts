import { z } from 'zod'
import type { Cents } from '#app/domain/money/cents.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { refundReasons } from './request.ts'

/** Dollars as typed, to cents above zero; every message is a key of the `errors` catalog. */
const amount = z.string().transform((typed, context): Cents => {
  const read = parseDollars(typed)
  if (read.ok && read.cents > 0n) return read.cents
  context.addIssue({ code: 'custom', message: `amount_${read.ok ? 'negative' : read.problem}` })
  return z.NEVER
})

/** What is asked for before anything is done: the page answers with what each fund would give back. */
export const PreviewForm = z.object({ amount, reason: z.enum(refundReasons) })

/** Fields: those of the preview, and `before`, the cents refunded when it was shown, so that nobody presses on an old one. */
export const RefundForm = PreviewForm.extend({
  intent: z.literal('refund'),
  before: z.string().regex(/^\d{1,15}$/),
  ...proofFields,
})

export const ConfirmForm = z.object({
  intent: z.literal('confirm'),
  requestId: z.uuid(),
  ...proofFields,
})

export const WithdrawForm = z.object({ intent: z.literal('withdraw'), requestId: z.uuid() })

export const RevealForm = z.object({ intent: z.literal('reveal') })

export const FailureAnswerForm = z.object({
  intent: z.literal('answer'),
  refundId: z.string().regex(/^pyr?_\w{1,120}$|^re_\w{1,120}$/),
  answer: z.enum(['donor_reached', 'refunded_anew', 'donor_leaves_it']),
})
