import type { ScheduleState } from '#app/domain/recurring-donations/record-subscription.server.ts'

/** One fund's part of a monthly gift, in cents. The purpose version is the one that the donor saw. */
export type Part = { fundId: string; purposeVersion: number; giftCents: bigint; feeCoverCents: bigint }

export type WishKind = 'amount' | 'split' | 'day' | 'skip' | 'pause' | 'resume' | 'stop' | 'purpose'

export type WishCause =
  | 'donor'
  | 'undone'
  | 'fund_paused'
  | 'fund_full'
  | 'fund_closing'
  | 'fund_open'
  | 'purpose_changed'
  | 'changed_at_stripe'

/** What Stripe is asked, kept word for word: a repeated call is the same call. Instants in seconds, amounts in cents. */
export type Call = {
  item?: string
  unitAmount?: number
  trialEnd?: number
  /** `none` ends a rest. */
  pause?: 'none' | { resumesAt: number | null }
  /**
   * What is unpaid at that moment is given up: the invoice that was unpaid as this was planned, or null where none was, and
   * whichever was made before Stripe heard of it. An invoice that was made before a rest is charged in spite of it.
   */
  voidInvoice?: string | null
  cancel?: true
  /** Nothing is asked: it was done at Stripe, and is only written down. */
  none?: true
}

/** What a change will do, before it is done: what the donor confirms, and what is then written. */
export type Plan = {
  kind: WishKind
  call: Call
  /** How charges are divided from here on; null where that stays. */
  parts: Part[] | null
  /** What the card is asked each month afterwards, fee cover included. */
  amountCents: bigint
  nextChargeAt: Date | null
  resumesAt: Date | null
  validUntil: Date
  undoes?: string
}

/** What a fund does for a monthly gift now. Its state is one of a fund, or `not_asking`. */
export type FundNow = {
  id: string
  slug: string
  name: string
  state: string
  /** Of the words that hold now. */
  purposeVersion: number
  /** Of the newest words that were decided: they may begin on a day to come. */
  publishedVersion: number
  minimumCents: bigint
  maximumCents: bigint
}

export type PastWish = {
  id: string
  kind: WishKind
  cause: WishCause
  fundId: string | null
  occurredAt: Date
  resumesAt: Date | null
  /** Stripe was asked to end a rest: also by a gift that its donor moved away from the fund with which it rested. */
  endsRest: boolean
  /** The parts before it and after it, where it changed them. */
  partsBefore: Part[] | null
}

/** A monthly gift as a change finds it: what is ours, and what Stripe shows of it at this moment. */
export type Standing = {
  id: string
  subscriptionId: string
  state: ScheduleState
  parts: Part[]
  atStripe: {
    status: string
    itemId: string
    amountCents: bigint
    anchorAt: Date
    periodStartsAt: Date
    periodEndsAt: Date
    pause: { resumesAt: Date | null } | null
    openInvoiceId: string | null
    /** An invoice of this day, which Stripe charges about an hour after it wrote it. */
    draftInvoiceId: string | null
  }
  lastPaidAt: Date | null
  /** Every change that came into force, the newest first. */
  wishes: PastWish[]
  /** The fund that is full and waits for this donor's answer, and the last charge without one. */
  asked: { fundId: string; lastChargeAt: Date } | null
  /** Funds of its parts, and those that it could be moved to. */
  funds: Map<string, FundNow>
  timezone: string
  at: Date
}

export const sumOf = (parts: Part[]): bigint =>
  parts.reduce((sum, part) => sum + part.giftCents + part.feeCoverCents, 0n)

export const giftOf = (parts: Part[]): bigint => parts.reduce((sum, part) => sum + part.giftCents, 0n)

export const coversFee = (parts: Part[]): boolean => parts.some((part) => part.feeCoverCents > 0n)

/** The version of a fund's words that a gift is bound to as it is divided anew: those of now, or announced ones that it is bound to. */
export const versionFor = ({ id, purposeVersion }: Pick<FundNow, 'id' | 'purposeVersion'>, parts: Part[]) =>
  Math.max(purposeVersion, ...parts.filter(({ fundId }) => fundId === id).map((part) => part.purposeVersion))

/** Whether a gift that a fund gets already goes on: one that is full, or may not ask for new ones, still takes it. */
export const goesOn = (fund: Pick<FundNow, 'state'> | undefined): boolean =>
  ['open', 'full', 'not_asking'].includes(fund?.state ?? 'closed')
