/** 100 MiB: some 600,000 rows; a year's export of a large fund has a tenth of that. */
export const largestImport = 100 * 1024 * 1024

/** More than that is several files: a person could not look through what is found in them. */
export const mostRows = 250_000

/** Where a batch stands. */
export type Stage =
  | 'mapping'
  | 'reading'
  | 'unreadable'
  | 'preview'
  | 'running'
  | 'in'
  | 'undoing'
  | 'undone'
  | 'cancelled'

/** What has happened to a batch, and what that makes of it. */
export function stageOf(batch: { isMapped: boolean; kinds: string[] }): Stage {
  const has = (kind: string) => batch.kinds.includes(kind)
  const times = (kind: string) => batch.kinds.filter((each) => each === kind).length
  if (has('undone')) return 'undone'
  if (has('undo_started')) return 'undoing'
  if (has('committed')) return 'in'
  if (has('cancelled')) return 'cancelled'
  if (has('unreadable')) return 'unreadable'
  if (times('started') > times('stopped')) return 'running'
  if (has('read')) return 'preview'
  return batch.isMapped ? 'reading' : 'mapping'
}

/** What the event of reading a file says where no column of it tells which gifts went back. */
export const refundsUnsaid = 'refunds_unsaid'

/** Why a person must look at a row. Each names what it was found against, where there is something. */
export const whys = [
  'same_id',
  'same_receipt',
  'same_day',
  'other_name',
  'same_email',
  'same_number',
  'same_name_address',
  'no_email',
  'partly_refunded',
  'status_unclear',
  'campaign_unknown',
] as const
export type Why = (typeof whys)[number]

export const decisions = ['take', 'skip', 'same_gift'] as const
export type Decision = (typeof decisions)[number]

/** What can be said of many rows at once that were found for one reason: `known` is the one record that each was found against. */
export const decisionsFor: Record<Why | 'problem', readonly (Decision | 'known')[]> = {
  same_id: ['same_gift', 'skip'],
  same_receipt: ['take', 'same_gift', 'skip'],
  same_day: ['take', 'same_gift', 'skip'],
  other_name: ['take', 'skip'],
  same_email: ['take', 'skip'],
  same_number: ['known', 'take', 'skip'],
  same_name_address: ['known', 'take', 'skip'],
  no_email: ['take', 'skip'],
  partly_refunded: ['take', 'skip'],
  status_unclear: ['take', 'skip'],
  campaign_unknown: ['skip'],
  problem: ['skip'],
}

export const asWhy = (text: string): Why | 'problem' | null =>
  text === 'problem' ? text : (whys.find((one) => one === text) ?? null)
