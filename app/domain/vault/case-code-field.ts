import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'

/** One of a person's cases, from a list; null where none was chosen, as there is none to choose for a person with one. */
export const caseCodeField = z
  .string()
  .refine((chosen) => chosen === '' || caseCodePattern.test(chosen), 'malformed')
  .transform((chosen) => chosen || null)
  .default(null)
