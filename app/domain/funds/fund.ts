export const fundKinds = [
  'bail',
  'immigration_bond',
  'emergency_release',
  'support',
  'legal',
  'operating',
] as const
export type FundKind = (typeof fundKinds)[number]

/** What a fund does with gifts. Only `open` takes new ones; changed by a person's act or at a close, never from live cash. */
export const fundStates = ['open', 'paused', 'full', 'closing', 'closed'] as const
export type FundState = (typeof fundStates)[number]

/** What a donor meets: `not_asking` is an open fund for which a rule of its place lets nobody ask for gifts. */
export type OfferedState = FundState | 'not_asking'

export type FundSummary = {
  slug: string
  name: string
  summary: string
  kind: FundKind
  state: OfferedState
  /** Whether it publishes under the demonstration's policy, which is said on every page. */
  demonstration: boolean
  /** Settled gifts and fee cover, less refunds and disputes, before card fees. Cents. */
  raisedCents: bigint
  gifts: number
  asOf: Date
}

type Figure =
  | 'raisedCents'
  | 'onHandCents'
  | 'outCents'
  | 'returnedCents'
  | 'lostCents'
  | 'feesCents'
  | 'postedCents'

/** The figures of a publication close. Null: never published, too few people behind it. */
export type ClosedFigures = Record<Figure, bigint | null> & {
  asOf: Date
  publishedAt: Date
  people: number | null
  /** Figures that kept the value of an earlier close, with that close's date. */
  since: Partial<Record<Figure | 'people', Date>>
}

export type FundPage = FundSummary & {
  id: string
  purpose: string
  purposeVersion: number
  purposeSince: Date
  policy: { name: string; k: number; delayDays: number; roundingCents: bigint }
  lastClose: ClosedFigures | null
  nextCloseAt: Date | null
  updates: { slug: string; title: string; publishedAt: Date }[]
  giftsByMonth: { month: string; cents: bigint; gifts: number }[]
  minimumCents: bigint
  maximumCents: bigint
  suggestedCents: bigint[]
}

/** A fund that a donor may give to now, with its limits for one gift in cents. */
export type OpenFund = {
  id: string
  slug: string
  name: string
  purposeVersion: number
  purposeSince: Date
  minimumCents: bigint
  maximumCents: bigint
}
