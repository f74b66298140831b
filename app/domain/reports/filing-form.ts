import { z } from 'zod'
import { isoDayField } from '#app/domain/disbursements/fields.ts'

/** Fields: `filedOn`, a day, and the agency's `confirmation`, a number or reference. */
export const FilingForm = z.object({
  filedOn: isoDayField,
  confirmation: z
    .string()
    .trim()
    .min(1, 'required')
    .regex(/^[A-Za-z0-9][A-Za-z0-9 ./#-]{0,59}$/, 'confirmation_is_one_line'),
})
