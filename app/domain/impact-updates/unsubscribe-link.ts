import { type MailTopic, mailTopics } from '#app/domain/mail/mail-topics.ts'
import { sign, signatureMatches } from '#app/platform/crypto.ts'
import { env } from '#app/platform/env.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'

const purpose = 'unsubscribe'

/** Ends one topic for one donor with one click (RFC 8058), without signing in. It names nobody and never expires. */
export function unsubscribeLink(of: { donorId: string; topic: MailTopic; language: Language }): string {
  const { donorId, topic, language } = of
  const token = `${donorId}.${topic}.${sign(purpose, donorId + topic)}`
  const prefix = language === fallbackLanguage ? '' : `/${language}`
  return `${env().APP_URL}${prefix}/unsubscribe/${token}`
}

/** Who a link's token stands for and what it ends, or null where it was made up. */
export function readUnsubscribeToken(token: string): { donorId: string; topic: MailTopic } | null {
  const [donorId = '', name = '', signature = ''] = token.split('.')
  const topic = mailTopics.find((each) => each === name)
  return topic && signatureMatches(purpose, donorId + topic, signature) ? { donorId, topic } : null
}
