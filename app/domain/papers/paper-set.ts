import type { BondKind } from '#app/domain/bonds/bond.ts'

/** What a court gives or is given, from the deposit to the check. */
const courtPapers = [
  'court_receipt',
  'bail_assignment',
  'forfeiture_notice',
  'set_aside_order',
  'disposition_order',
  'refund_stub',
] as const

/** The forms of an immigration bond, by their numbers. */
const immigrationPapers = ['i352', 'i305', 'i333', 'i340', 'i323', 'i391', 'i395'] as const

export const papers = [...courtPapers, ...immigrationPapers] as const
export type Paper = (typeof papers)[number]

export const papersOf: Record<BondKind, readonly Paper[]> = {
  court_bail: courtPapers,
  immigration_bond: immigrationPapers,
}

/** How a paper stands: in hand as original or copy, sent away, or lost. */
export const standings = ['original', 'copy', 'sent', 'lost'] as const
export type Standing = (typeof standings)[number]

/** What is known of a bond that decides which papers there must be by now. */
export type BondLife = {
  kind: BondKind
  /**
   * Every state that it has been in, and `set_aside` where a forfeiture was: with the day, as `2026-11-21`, before which no
   * paper of the last time can be; null where it came once.
   */
  been: ReadonlyMap<string, string | null>
  /** In whose name the court holds the deposit; null where nobody wrote it down. */
  depositor: string | null
  /** How each was last seen, and on which day, as `2026-11-21`. */
  standing: Partial<Record<Paper, { standing: Standing; on: string }>>
}

/** One move of a bond, and its day, as `2026-11-21`: for what came on a notice the notice's own. */
export type Step = { from: string | null; to: string; day: string }

/** What a bond has been in by its moves, in their order. */
export function beenThrough(steps: readonly Step[]): Map<string, string | null> {
  const been = new Map<string, string | null>()
  let noticedOn: string | null = null
  for (const { from, to, day } of steps) {
    if (to === 'forfeiture_noticed') noticedOn = day
    // A court sets aside no forfeiture before it gives notice of it.
    if (from === 'forfeiture_noticed' && to === 'active')
      been.set('set_aside', been.has('set_aside') ? noticedOn : null)
    been.set(to, been.has(to) ? day : null)
  }
  return been
}

/** The papers that must be in hand by what has happened, and are not: in the order of a bond's life. */
export const missingPapers = (bond: BondLife): Paper[] =>
  papersOf[bond.kind].filter(
    (paper) =>
      isExpected(paper, bond) && (isOfEarlierTime(paper, bond) || !isInHand(bond.standing[paper]?.standing)),
  )

export const isExpected = (paper: Paper, bond: BondLife): boolean => expected[paper](bond)

/** What comes with each demand, forfeiture, set-aside or breach anew. */
const comesWith: Partial<Record<Paper, string>> = {
  forfeiture_notice: 'forfeiture_noticed',
  set_aside_order: 'set_aside',
  i340: 'delivery_demand',
  i323: 'breach_noticed',
}

/** Whether what was seen of a paper is of a demand, a forfeiture or a breach before the last one. */
export function isOfEarlierTime(paper: Paper, { been, standing }: BondLife): boolean {
  const since = been.get(comesWith[paper] ?? '') ?? null
  const seen = standing[paper]
  return since !== null && seen !== undefined && seen.on < since
}

/** What was sent on, with a claim or to a court, is where it belongs: nobody has to look for it. */
const isInHand = (standing: Standing | undefined): boolean =>
  standing === 'original' || standing === 'copy' || standing === 'sent'

const after =
  (...states: string[]) =>
  ({ been }: BondLife): boolean =>
    states.some((state) => been.has(state))

const expected: Record<Paper, (bond: BondLife) => boolean> = {
  court_receipt: () => true,
  // Where the court holds it in another's name, the check is drawn to them unless they signed it over.
  bail_assignment: ({ depositor }) => depositor !== null && depositor !== 'fund',
  forfeiture_notice: after('forfeiture_noticed'),
  set_aside_order: after('set_aside'),
  disposition_order: after('disposed'),
  refund_stub: after('returned'),
  i352: () => true,
  // Lost for good: the affidavit (I-395) stands in its place.
  i305: ({ standing }) => standing.i305?.standing !== 'lost',
  // Sent when our address changes, which the list of that change asks for.
  i333: () => false,
  i340: after('delivery_demand'),
  i323: after('breach_noticed', 'breached'),
  i391: after('cancelled'),
  i395: ({ standing }) => standing.i305?.standing === 'lost',
}
