import { z } from 'zod'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'

export type PolicyTexts = Partial<Record<'en' | 'es' | 'ar' | 'vi' | 'zh', string>>

const alone = z.string().transform((typed, context): bigint => {
  const read = parseDollars(typed)
  if (read.ok) return read.cents
  context.addIssue({ code: 'custom', message: `amount_${read.problem}` })
  return z.NEVER
})

const text = z.string().trim().max(2000, 'policy_text_too_long')

/** Fields: `alone` (dollars as typed), `days` (empty: no last day), and a text per language, of which English is needed. */
export const ProposePolicyForm = z.object({
  intent: z.literal('propose'),
  alone,
  days: z
    .string()
    .trim()
    .regex(/^(?:[1-9]\d{0,3})?$/, 'malformed')
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .refine((days) => days === null || days <= 3650, 'malformed'),
  text_en: text.min(1, 'required'),
  text_es: text,
  text_ar: text,
  text_vi: text,
  text_zh: text,
})

export const DecidePolicyForm = z.object({
  intent: z.enum(['confirm', 'reject']),
  policyId: z.uuid(),
  ...proofFields,
})
