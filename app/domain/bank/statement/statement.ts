/** More than a busy account's year. */
export const largestStatement = 5 * 1024 * 1024
export const mostLines = 20_000
const longestText = 500

/** One line as the bank wrote it. */
export type ReadLine = {
  /** Its row in a CSV, its number among the transactions of an OFX. */
  row: number
  /** As `2026-10-31`. */
  day: string
  /** Above zero it came in. */
  amount: bigint
  text: string
  /** The bank's own id of the line, where its format has one. */
  bankId: string | null
}

const problemCodes = [
  'quote_not_closed',
  'text_after_quote',
  'quote_inside',
  'columns_differ',
  'heading_twice',
  'heading_changed',
  'line_above_table',
  'no_lines',
  'too_many_lines',
  'day_unreadable',
  'amount_unreadable',
  'amount_missing',
  'amount_twice',
  'amount_zero',
  'direction_unclear',
  'balance_unreadable',
  'text_unstorable',
  'not_a_statement',
  'other_account',
  'other_currency',
  'several_accounts',
  'not_a_text',
  'letters_lost',
  'file_cut_off',
  'day_in_future',
  'line_twice',
] as const

/** What the account it is of says of a file: the organization's currency, and the day that it is there. */
export type Expected = { currency: string; today: string }

/** What is wrong, and where; both counted from one. */
export type StatementProblem = { row: number; column: number | null; code: (typeof problemCodes)[number] }

export type ReadStatement = {
  lines: ReadLine[]
  /** Any problem, and nothing is taken in. */
  problems: StatementProblem[]
  /** The days that the file says it covers; null where only its lines tell. */
  days: { from: string; through: string } | null
  /** What the file says that the account held at the end of a day, in cents; null where it says nothing of it. */
  balance: { day: string; cents: bigint } | null
}

/** Spaces as one, and no longer than is kept. */
export const plainText = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, longestText)
