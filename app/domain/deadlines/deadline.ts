import type { BondKind, BondState } from '#app/domain/bonds/bond.ts'

export const deadlineKinds = ['set_aside', 'pay_forfeiture', 'appeal_breach', 'delivery'] as const
export type DeadlineKind = (typeof deadlineKinds)[number]

export const deadlinePapers = ['forfeiture_notice', 'court_order', 'i_323', 'i_340'] as const
export type DeadlinePaper = (typeof deadlinePapers)[number]

export const deadlineEnds = ['met', 'missed', 'void'] as const
export type DeadlineEnd = (typeof deadlineEnds)[number]

/** What a paper that moves a bond sets a last day for. */
const notices: Partial<Record<BondState, { kind: DeadlineKind; paper: DeadlinePaper }>> = {
  forfeiture_noticed: { kind: 'set_aside', paper: 'forfeiture_notice' },
  breach_noticed: { kind: 'appeal_breach', paper: 'i_323' },
  delivery_demand: { kind: 'delivery', paper: 'i_340' },
}

export const noticeOf = (to: BondState) => notices[to] ?? null

export const deadlinesOf = (kind: BondKind): readonly DeadlineKind[] =>
  kind === 'court_bail' ? ['set_aside', 'pay_forfeiture'] : ['appeal_breach', 'delivery']

export const paperFits = (kind: DeadlineKind, paper: DeadlinePaper): boolean => {
  if (kind === 'appeal_breach') return paper === 'i_323'
  if (kind === 'delivery') return paper === 'i_340'
  return paper === 'forfeiture_notice' || paper === 'court_order'
}

const answered: Partial<Record<BondState, readonly DeadlineKind[]>> = {
  active: ['set_aside', 'pay_forfeiture', 'appeal_breach', 'delivery'],
  appealed: ['appeal_breach'],
}
const decided: Partial<Record<BondState, readonly DeadlineKind[]>> = {
  forfeited: ['set_aside'],
  breach_noticed: ['delivery'],
  breached: ['appeal_breach', 'delivery'],
}
const over: readonly BondState[] = ['refund_due', 'remitted', 'closed']

/** How a move of the bond ends a deadline; null where the day still matters. Days compare as text. */
export function endedBy(
  to: BondState,
  deadline: { kind: DeadlineKind; lastDay: string },
  today: string,
): DeadlineEnd | null {
  const isPast = today > deadline.lastDay
  if (answered[to]?.includes(deadline.kind)) return isPast ? 'missed' : 'met'
  if (decided[to]?.includes(deadline.kind)) return isPast ? 'missed' : 'void'
  return over.includes(to) ? 'void' : null
}
