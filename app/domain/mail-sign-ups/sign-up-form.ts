import { z } from 'zod'
import { offeredTopics } from '#app/domain/mail/mail-topics.ts'
import { languages } from '#app/words/languages.ts'

/** What the sign-up says; every message is a key of the `errors` catalog. Fields: `email`, `topics` (several), `language`. */
export const SignUpForm = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, 'address_empty')
    .max(254, 'email_too_long')
    .refine((address) => address === '' || z.email().safeParse(address).success, 'email_malformed'),
  topics: z
    .array(z.enum(offeredTopics, 'topics_missing'), 'topics_missing')
    .min(1, 'topics_missing')
    .transform((topics) => offeredTopics.filter((topic) => topics.includes(topic))),
  language: z.enum(languages, 'malformed'),
})

export type SignUpForm = z.infer<typeof SignUpForm>
