import { Refusal } from '#app/domain/refusal.ts'

/**
 * Facts are often entered later than they happened. Refuses what lies ahead, and what comes before its own cause.
 * People tell time by the minute, so that two things of one minute may stand in any order.
 */
export function refuseImpossibleTime(fact: {
  occurredAt: Date
  notBefore: Date
  now: Date
  tooEarly: string
}): void {
  if (fact.occurredAt > fact.now) throw new Refusal('fact_lies_ahead', {}, 'occurredAt')
  if (fact.occurredAt < startOfMinute(fact.notBefore)) throw new Refusal(fact.tooEarly, {}, 'occurredAt')
}

const startOfMinute = (date: Date): Date => new Date(Math.floor(date.getTime() / 60_000) * 60_000)
