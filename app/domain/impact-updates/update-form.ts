import { z } from 'zod'

/** The languages that an update can be written in. All but the first two fall back to English where staff leave them empty. */
export const updateLanguages = ['en', 'es', 'ar', 'vi', 'zh'] as const
export type UpdateLanguage = (typeof updateLanguages)[number]

export const updateBlocks = ['situation', 'results', 'actions'] as const
export type UpdateBlock = (typeof updateBlocks)[number]

export type UpdateText = { title: string } & Record<UpdateBlock, string>
type OptionalLanguage = Exclude<UpdateLanguage, 'en' | 'es'>
export type UpdateTexts = { en: UpdateText; es: UpdateText } & {
  [L in OptionalLanguage]?: UpdateText | undefined
}

export const mayStayEmpty = (language: UpdateLanguage): boolean => language !== 'en' && language !== 'es'

const longestTitle = 120
const longestBlock = 4_000

/** A title stands in mail and in addresses: one line, nothing that hides itself or turns the reading direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u

const title = z
  .string()
  .trim()
  .max(longestTitle, 'too_long')
  .refine((text) => !unprintable.test(text), 'malformed')

const block = z
  .string()
  .trim()
  .max(longestBlock, 'too_long')
  .transform((text) => text.replace(/\r\n?/g, '\n'))

const written = z.strictObject({
  title: title.min(1, 'required'),
  situation: block.refine((text) => text !== '', 'required'),
  results: block.refine((text) => text !== '', 'required'),
  actions: block.refine((text) => text !== '', 'required'),
})

/** All four parts or none. */
const writtenOrEmpty = z
  .strictObject({ title, situation: block, results: block, actions: block })
  .transform((text, context): UpdateText | undefined => {
    const parts = Object.entries(text)
    if (parts.every(([, part]) => part === '')) return undefined
    for (const [name, part] of parts) {
      if (part === '') context.addIssue({ code: 'custom', message: 'required', path: [name] })
    }
    return text
  })

/** Fields: `closeId`, and `texts.<language>.title`, `.situation`, `.results`, `.actions`. */
export const UpdateForm = z.object({
  closeId: z.uuid(),
  texts: z.strictObject({
    en: written,
    es: written,
    ar: writtenOrEmpty.optional(),
    vi: writtenOrEmpty.optional(),
    zh: writtenOrEmpty.optional(),
  }),
})

/** Blank lines part paragraphs. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
