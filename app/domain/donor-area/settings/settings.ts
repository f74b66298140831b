import { z } from 'zod'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { mailTopics } from '#app/domain/mail/mail-topics.ts'
import { languages } from '#app/words/languages.ts'

const ticked = z.string().optional().transform(Boolean)

/** Each form of the settings page by its hidden `intent`. Messages are keys of the `errors` catalog. */
export const NameForm = z.object({ intent: z.literal('name'), name: GiftForm.shape.name })

/** The public name may be left empty: then nothing is shown in public but that somebody gave. */
export const PublicNameForm = z.object({
  intent: z.literal('public'),
  publicName: z.union([z.string().trim().length(0), GiftForm.shape.name]),
  incognito: ticked,
})

export const LanguageForm = z.object({ intent: z.literal('language'), language: z.enum(languages) })

export const TopicsForm = z.object({
  intent: z.literal('topics'),
  topics: z
    .union([z.enum(mailTopics).transform((topic) => [topic]), z.array(z.enum(mailTopics))])
    .optional()
    .transform((topics) => topics ?? []),
})

export const EmailForm = z.object({ intent: z.literal('email'), email: GiftForm.shape.email })

/** Which words to a fund are not to be shown any more. */
export const WordsForm = z.object({ intent: z.literal('words'), intentId: z.uuid() })
