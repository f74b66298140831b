import { z } from 'zod'
import { isoDayField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import type { PurposeText } from './purpose.ts'

const text = (most: number) => z.string().trim().max(most, 'too_long')

const name = ownLineField.max(80, 'too_long')
const summary = text(300)
const purpose = text(4000)

const code = ownLineField.max(40, 'too_long')
const codes = z
  .union([code.transform((one) => [one]), z.array(code)])
  .optional()
  .transform((ticked) => ticked ?? [])

/**
 * Fields: `from`, a day; `codes`, what the words allow, each once; and `name_`, `summary_` and `purpose_` of each language, of
 * which English is needed.
 */
export const ProposePurposeForm = z.object({
  intent: z.literal('propose'),
  from: isoDayField,
  codes,
  ...{ name_en: name.min(1, 'required'), summary_en: summary.min(1, 'required') },
  purpose_en: purpose.min(1, 'required'),
  ...{ name_es: name, summary_es: summary, purpose_es: purpose },
  ...{ name_ar: name, summary_ar: summary, purpose_ar: purpose },
  ...{ name_vi: name, summary_vi: summary, purpose_vi: purpose },
  ...{ name_zh: name, summary_zh: summary, purpose_zh: purpose },
})

type Entered = z.output<typeof ProposePurposeForm>

/** A language of which nothing was written is left out. */
export const textsEntered = (entered: Entered): PurposeText[] =>
  (['en', 'es', 'ar', 'vi', 'zh'] as const)
    .map((language) => ({
      language,
      name: entered[`name_${language}`],
      summary: entered[`summary_${language}`],
      purpose: entered[`purpose_${language}`],
    }))
    .filter((written) => written.name || written.summary || written.purpose)

export const DecidePurposeForm = z.object({
  intent: z.enum(['confirm', 'withdraw']),
  changeId: z.uuid(),
  ...proofFields,
})
