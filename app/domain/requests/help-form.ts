import { z } from 'zod'
import { askers, personKnows } from './request.ts'

/** Letters of every script, but nothing that breaks a line, hides itself or turns the reading direction. */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>]/u
/** Persian, Kurdish and the scripts of India join or part letters within a name by signs of their own. */
const joiners = /(?<=[\p{L}\p{M}])[\u200c\u200d](?=[\p{L}\p{M}])/gu

const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'required')
    .max(longest, 'too_long')
    .refine((text) => !unprintable.test(text.replace(joiners, '')), 'malformed')

/** A number that a person can dial: at least seven digits, with what people write between them. */
export const phoneField = z
  .string()
  .trim()
  .min(1, 'required')
  .max(40, 'too_long')
  .refine((text) => text === '' || /^\+?[\d\s().-]+$/.test(latinDigits(text)), 'phone_malformed')
  .refine((text) => text === '' || (latinDigits(text).match(/\d/g) ?? []).length >= 7, 'phone_malformed')
  .transform(latinDigits)

/** Phones are dialled in Latin digits, whichever the keyboard writes. */
function latinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
}

/** The questions, one a screen, in the order in which they are asked. Each message is a key of `errors`. */
export const screens = {
  asker: z.object({ askedBy: z.enum(askers, 'required'), askerName: line(120) }),
  phone: z.object({ phone: phoneField }),
  voicemail: z.object({ voicemail: z.enum(['yes', 'no'], 'required') }),
  language: z.object({ language: line(80) }),
  person: z.object({ personName: line(120) }),
  place: z.object({ place: line(160) }),
  knows: z.object({ personKnows: z.enum(personKnows, 'required') }),
}

export type Screen = keyof typeof screens
export const screenNames = Object.keys(screens) as Screen[]

export const isScreen = (name: string): name is Screen => Object.hasOwn(screens, name)

/** All answers at once, as they are kept at the end. */
export const HelpForm = z.object({
  ...screens.asker.shape,
  ...screens.phone.shape,
  ...screens.voicemail.shape,
  ...screens.language.shape,
  ...screens.person.shape,
  ...screens.place.shape,
  ...screens.knows.shape,
})
export type HelpForm = z.output<typeof HelpForm>

/** The first screen whose answers are not there yet; null where the form is whole. */
export const firstUnanswered = (answers: Record<string, string>): Screen | null =>
  screenNames.find((name) => !screens[name].safeParse(answers).success) ?? null

export const fieldsOf = (screen: Screen): string[] => Object.keys(screens[screen].shape)
