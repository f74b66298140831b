import { z } from 'zod'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'

const LookForm = z.object({ intent: z.literal('look') })
const JoinForm = z.object({
  intent: z.literal('join'),
  sameAsCase: z.string().regex(caseCodePattern, 'malformed'),
})
const SeparateForm = z.object({ intent: z.literal('separate') })

/** The forms of whether a request is for somebody who is known, told apart by `intent`. */
export const KnownForm = z.discriminatedUnion('intent', [
  LookForm.strict(),
  JoinForm.strict(),
  SeparateForm.strict(),
])
