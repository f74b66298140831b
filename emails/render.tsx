import { render } from '@react-email/render'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'
import { type MessageName, type MessageProps, messages, staffMessages } from './messages.ts'
import { readerOf } from './parts/reader.ts'
import { plainText } from './plain-text.ts'

/**
 * Writes one message to one reader. Throws RangeError when a fact would break the subject line: a line break in it could
 * add headers to the mail.
 */
export async function renderMessage<N extends MessageName>(
  name: N,
  props: MessageProps[N],
  language: Language,
): Promise<{ subject: string; html: string; text: string }> {
  const reader = readerOf(writtenIn(name, language))
  const { subject, default: sheet } = messages[name]
  const line = subject(props, reader)
  if (/[\r\n\0]/.test(line)) throw new RangeError(`the subject of ${name} holds a line break or NUL`)

  // React's stream can leave NUL bytes in text of many-byte letters (react#26228), where some mail readers stop reading.
  const html = (await render(sheet({ ...props, reader }))).replaceAll('\0', '')
  return { subject: line, html, text: plainText(html) }
}

/** Words for staff are complete in English and Spanish. */
const writtenIn = (name: MessageName, language: Language): Language =>
  staffMessages.has(name) && language !== 'es' ? fallbackLanguage : language
