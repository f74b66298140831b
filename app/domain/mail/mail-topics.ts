import type { MessageName } from '#emails/messages.ts'

/** What a reader asked to be written to about, and can stop with one click. Everything else is no topic. */
export const mailTopics = ['impact', 'alerts', 'news'] as const
export type MailTopic = (typeof mailTopics)[number]

/** What is offered to whoever signs up or looks at their settings: a topic that no message carries yet is not. */
export const offeredTopics = ['impact', 'news'] as const satisfies readonly MailTopic[]

const topics: Partial<Record<MessageName, MailTopic>> = { 'impact-update': 'impact', 'fund-news': 'news' }

/** The topic of a message; null for receipts, sign-in and whatever else is not asked for. */
export const topicOf = (message: MessageName): MailTopic | null => topics[message] ?? null
