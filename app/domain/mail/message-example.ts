import { fallbackLanguage, isLanguage, type Language, languages } from '#app/words/languages.ts'
import { type MessageName, messages, staffMessages } from '#emails/messages.ts'
import { inDark } from '#emails/parts/in-dark.ts'
import { writeMail } from './write-mail.ts'

const names = Object.keys(messages) as MessageName[]

/** One message with its example, in one language and theme; whatever is asked that is not there becomes the first of its kind. */
export async function messageExample(of: { message: string | null; language: string | null; dark: boolean }) {
  const message = names.find((name) => name === of.message) ?? 'receipt'
  const written: Language[] = staffMessages.has(message) ? ['en', 'es'] : [...languages]
  const language = isLanguage(of.language) && written.includes(of.language) ? of.language : fallbackLanguage
  const { subject, html, text } = await writeMail(message, messages[message].example as never, language)
  return {
    ...{ message, messages: names, language, languages: written, dark: of.dark, subject, text },
    html: shownIn(of.dark ? 'dark' : 'light', html),
  }
}

/** A page of ours takes no style sheet from within; what the mail's own would do in a dark theme is done here. */
function shownIn(theme: 'light' | 'dark', html: string): string {
  const alone = html
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replaceAll('content="light dark"', `content="${theme}"`)
  return theme === 'dark' ? inDark(alone) : alone
}
