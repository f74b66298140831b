import { z } from 'zod'
import { isoDayField } from '#app/domain/disbursements/fields.ts'

export const largestSample = 200

/** What the auditor saw of one original. */
export const sampleResults = ['seen', 'not_found', 'differs'] as const
export type SampleResult = (typeof sampleResults)[number]

export const findingReasons = [
  ...([
    'original_missing',
    'illegible',
    'with_counsel',
    'amount',
    'date',
    'case_code',
    'receipt_number',
  ] as const),
  ...(['payee', 'other'] as const),
] as const
export type FindingReason = (typeof findingReasons)[number]

export const DrawForm = z
  .strictObject({
    fundId: z.uuid(),
    from: isoDayField,
    to: isoDayField,
    wanted: z
      .string()
      .regex(/^\d{1,3}$/, 'malformed')
      .transform(Number)
      .refine((wanted) => wanted >= 1 && wanted <= largestSample, 'sample_size'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'sample_period_has_a_length' })

/** A checkbox sends its number once, several a list. */
const positions = z
  .union([z.string(), z.array(z.string())])
  .transform((sent) => [sent].flat())
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^[1-9]\d{0,2}$/, 'malformed')
          .transform(Number),
      )
      .min(1),
  )

export const ShowFields = { intent: z.literal('show'), positions }

export const FindingForm = z.object({
  intent: z.literal('find'),
  position: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'malformed')
    .transform(Number),
  result: z.enum(sampleResults),
  reason: z.union([z.enum(findingReasons), z.literal('').transform(() => null)]),
})
