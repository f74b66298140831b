/** What a movement that waited turned out to be. The first two are a fund's, the others the organization's own. */
export const suspenseKinds = ['gift', 'gift_refunded', 'operating_income', 'operating_fee'] as const
export type SuspenseKind = (typeof suspenseKinds)[number]

export const isGiftKind = (kind: SuspenseKind): boolean => kind === 'gift' || kind === 'gift_refunded'

/** What an amount can have been, in cents with its sign: only what came in is a gift, only what went out a cost. */
export function kindsFitting(amount: bigint): SuspenseKind[] {
  if (amount > 0n) return ['gift', 'operating_income']
  return amount < 0n ? ['gift_refunded', 'operating_fee'] : ['operating_income']
}

/** A meaning of a movement: it is named once more after it was taken back. */
export type Named = { txnId: string; number: number }

/** By what name the ledger knows it. */
export const sourceOf = ({ txnId, number }: Named): string => (number === 1 ? txnId : `${txnId}:${number}`)

/** Why what was said is taken back. */
export const takingBackReasons = ['another_fund', 'another_kind', 'known_by_now'] as const
export type TakingBackReason = (typeof takingBackReasons)[number]

/** To which moment taking back is booked: to that of what was said, or to that of its confirmation. */
export const takingBackDates = ['then', 'today'] as const
export type TakingBackDate = (typeof takingBackDates)[number]

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/.source
/** The values of the form's choice. */
export const meaning = new RegExp(
  `^(?:(?<gift>gift|gift_refunded):(?<fund>${uuid})|(?<own>operating_income|operating_fee))$`,
)

export const writeMeaning = (kind: SuspenseKind, fundId: string | null): string =>
  fundId === null ? kind : `${kind}:${fundId}`

/** Throws RangeError for a text that is no `meaning`. */
export function readMeaning(text: string): { kind: SuspenseKind; fundId: string | null } {
  const { gift, fund, own } = meaning.exec(text)?.groups ?? {}
  const kind = suspenseKinds.find((each) => each === (gift ?? own))
  if (!kind) throw new RangeError('a meaning that does not fit its pattern')
  return { kind, fundId: fund ?? null }
}
