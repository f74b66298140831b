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
  /** Every state that it has been in, and `set_aside` where a forfeiture was. */
  been: ReadonlySet<string>
  /** In whose name the court holds the deposit; null where nobody wrote it down. */
  depositor: string | null
  standing: Partial<Record<Paper, Standing>>
}

/** The papers that must be in hand by what has happened, and are not: in the order of a bond's life. */
export const missingPapers = (bond: BondLife): Paper[] =>
  papersOf[bond.kind].filter((paper) => isExpected(paper, bond) && !isInHand(bond.standing[paper]))

export const isExpected = (paper: Paper, bond: BondLife): boolean => expected[paper](bond)

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
  i305: ({ standing }) => standing.i305 !== 'lost',
  // Sent when our address changes, which the list of that change asks for.
  i333: () => false,
  i340: after('delivery_demand'),
  i323: after('breach_noticed', 'breached'),
  i391: after('cancelled'),
  i395: ({ standing }) => standing.i305 === 'lost',
}
