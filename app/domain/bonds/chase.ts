import type { BondState } from './bond.ts'

/** What is done about money that is due, or will be: nothing of it moves the books before the money comes. */
export const chaseKinds = ['claim_filed', 'chased', 'paper_missing', 'drawn_to_person'] as const
export type ChaseKind = (typeof chaseKinds)[number]

/** In whose name the check will be drawn: a word, since the name itself stays in the vault. */
export const drawnTo = ['fund', 'obligor', 'depositor'] as const
export type DrawnTo = (typeof drawnTo)[number]

/** How they were asked. A code: a sentence could name a person. */
export const chaseNotes = ['by_phone', 'by_letter', 'by_mail', 'in_person', 'through_lawyer'] as const
export type ChaseNote = (typeof chaseNotes)[number]

/** The states in which money waits to come back. */
export const dueStates = [
  'refund_due',
  'claimed',
  'held_by_depositor',
  'stale',
] as const satisfies BondState[]

export const isDue = (state: string): boolean => (dueStates as readonly string[]).includes(state)

/** The states in which ICE or DHS is asked how it stands, months long, before any money is due. */
const askedStates: readonly BondState[] = ['case_ended', 'cancellation_requested', 'appealed']

/** What may be noted there: a claim and a check are of money that is due. */
const askedKinds: readonly ChaseKind[] = ['chased', 'paper_missing']

export const isAsked = (state: string): boolean => (askedStates as readonly string[]).includes(state)

export const kindsIn = (state: string): readonly ChaseKind[] => (isAsked(state) ? askedKinds : chaseKinds)

type Asked = { since: Date; askedAt: Date | null; askAgainAt: Date | null }

/** When to ask: on the day that was noted last, or so many days after anyone asked, or after it came to stand there. */
export const askBy = ({ since, askedAt, askAgainAt }: Asked, days: number): Date =>
  askAgainAt ?? new Date((askedAt ?? since).getTime() + days * 86_400_000)

export const ageBuckets = ['days_30', 'days_90', 'days_180', 'older'] as const
export type AgeBucket = (typeof ageBuckets)[number]

export type NextAct = 'file_claim' | 'claim_again' | 'ask_person' | 'ask_again' | 'record_return'

/** What to do next about a bond whose money is due. Days are the organization's own, as `2026-11-21`. */
export function nextActOf(due: { state: string; dueOn: string | null }, today: string): NextAct {
  if (due.state === 'refund_due') return 'file_claim'
  if (due.state === 'stale') return 'claim_again'
  if (due.state === 'held_by_depositor') return 'ask_person'
  return due.dueOn !== null && due.dueOn <= today ? 'ask_again' : 'record_return'
}
