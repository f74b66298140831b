import type { MessageName } from '#emails/messages.ts'
import type { SendFailure } from './send-failure.ts'

/** Nobody knows whether it was taken, and it must not arrive twice. */
export const unknownEnd = 'unknown'

/** One thing that happened to a mail, in the order in which it did. */
export type MailFact = { kind: string; detail: string }

/** Messages that must never arrive twice: after an attempt with an unknown end they are not tried again. */
const atMostOnce: ReadonlySet<string> = new Set<MessageName>(['impact-update', 'fund-news'])

const mayArriveTwice = (message: string): boolean => !atMostOnce.has(message)

/** Longer than any attempt takes; an attempt of before that has ended, whatever became of it. */
const longestAttempt = 5 * 60_000

/** About two days of the queue's growing waits. */
const mostAttempts = 20
/** SendGrid being busy says nothing about the mail, so it may last far longer. */
const mostRefusedAsBusy = 200

/** Whether nobody knows what became of an attempt of a message that must not be tried again then. */
export const endIsUnknown = (message: string, facts: MailFact[]): boolean =>
  !mayArriveTwice(message) && countOf(facts, 'attempted') > countOf(facts, 'failed')

/**
 * Whether a mail, tried once more than these facts tell, now waits for a person. `failure` is null where nobody knows
 * what became of the last attempt.
 */
export function isGivenUp(message: string, facts: MailFact[], failure: SendFailure | null): boolean {
  if (failure ? failure.isFinal : !mayArriveTwice(message)) return true
  const since = facts.slice(facts.findLastIndex(({ kind }) => kind === 'replayed') + 1)
  const attempts = countOf(since, 'attempted') + 1
  const busy = since.filter(({ kind, detail }) => kind === 'failed' && detail === '429').length
  return attempts - busy >= mostAttempts || busy >= mostRefusedAsBusy
}

/** Why it is parked: the status that SendGrid answered, or that no answer came, which for some messages is the end. */
export const parkedDetail = (message: string, failure: SendFailure | null): string => {
  if (failure) return String(failure.status)
  return mayArriveTwice(message) ? 'unreachable' : unknownEnd
}

/** Whether the last attempt can only be one whose process died, and not one that runs beside this one. */
export const isLongOver = (facts: { kind: string; recordedAt: Date }[], at: Date): boolean => {
  const last = facts.findLast(({ kind }) => kind === 'attempted')
  return last !== undefined && at.getTime() - last.recordedAt.getTime() > longestAttempt
}

const countOf = (facts: MailFact[], kind: string): number => facts.filter((fact) => fact.kind === kind).length
