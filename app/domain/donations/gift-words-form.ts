import { z } from 'zod'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'

export const tributeKinds = ['honour', 'memory'] as const
export type TributeKind = (typeof tributeKinds)[number]

const longestName = 120
const longestMessage = 500
const longestComment = 1_000

/** Letters of every script, but nothing that hides itself or turns the reading direction of what stands around it. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>]/u

const line = (tooLong: string, malformed: string) =>
  z
    .string()
    .trim()
    .max(longestName, tooLong)
    .refine((text) => !unprintable.test(text), malformed)
    .default('')

/** Browsers send a line break as two signs; one of them is enough. */
const lines = (longest: number) =>
  z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(z.string().max(longest, 'words_too_long'))
    .refine((text) => !unprintable.test(text.replaceAll('\n', ' ')), 'words_malformed')
    .default('')

const ticked = z
  .string()
  .transform((value) => value !== '')
  .default(false)

const address = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'email_too_long')
  .refine((typed) => typed === '' || z.email().safeParse(typed).success, 'email_malformed')
  .default('')

/** What a donor may write beside the gift itself; all of it may be left empty. */
export const giftWords = {
  tribute: z.enum(['', ...tributeKinds], 'malformed').default(''),
  tributeName: line('name_too_long', 'name_malformed'),
  tributeEmail: address,
  tributeMessage: lines(longestMessage),
  employer: line('name_too_long', 'name_malformed'),
  comment: lines(longestComment),
  commentPublic: ticked,
  /** The donor was told that a text seems to point to someone, and sends it as it is. */
  wordsSeen: ticked,
}

type Words = {
  tribute: string
  tributeName: string
  tributeEmail: string
  tributeMessage: string
  comment: string
  wordsSeen: boolean
}

/** What no single field can know: a tribute is whole or not there, and a text that points to one person is asked about once. */
export function checkGiftWords(words: Words, context: z.RefinementCtx): void {
  const wrong = (field: keyof Words, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  const isWritten = words.tributeName !== '' || words.tributeEmail !== '' || words.tributeMessage !== ''
  if (words.tribute === '' && isWritten) wrong('tribute', 'tribute_kind_missing')
  if (words.tribute !== '' && words.tributeName === '') wrong('tributeName', 'tribute_name_empty')
  if (words.wordsSeen) return
  for (const field of ['tributeName', 'tributeMessage', 'comment'] as const)
    if (scanFreeText(words[field]).length > 0) wrong(field, 'words_point_to_someone')
}
