import type { MessageName } from '#emails/messages.ts'
import type { SendFailure } from './send-failure.ts'

/** One thing that happened to a mail, in the order in which it did. */
export type MailFact = { kind: string; detail: string }

/** Messages that must never arrive twice: after an attempt with an unknown end they are not tried again. */
const atMostOnce: ReadonlySet<string> = new Set<MessageName>(['impact-update'])

export const mayArriveTwice = (message: string): boolean => !atMostOnce.has(message)

/** About two days of the queue's growing waits. */
const mostAttempts = 20
/** SendGrid being busy says nothing about the mail, so it may last far longer. */
const mostRefusedAsBusy = 200

/**
 * Whether a mail, tried once more than these facts tell, now waits for a person. `failure` is null where nobody knows
 * what became of the last attempt.
 */
export function isGivenUp(facts: MailFact[], failure: SendFailure | null): boolean {
  if (failure?.isFinal) return true
  const since = facts.slice(facts.findLastIndex(({ kind }) => kind === 'replayed') + 1)
  const attempts = since.filter(({ kind }) => kind === 'attempted').length + 1
  const busy = since.filter(({ kind, detail }) => kind === 'failed' && detail === '429').length
  return attempts - busy >= mostAttempts || busy >= mostRefusedAsBusy
}
