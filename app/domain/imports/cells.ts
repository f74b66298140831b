import type { Columns, Field } from './layouts.ts'

/** What is wrong with one cell: the column as counted from 1 (0: the row as a whole), and why. */
export type RowProblem = { column: number; code: RowProblemCode }

const rowProblemCodes = [
  'cells_missing',
  'cells_too_many',
  'email_malformed',
  'email_too_long',
  'name_too_long',
  'name_malformed',
  'name_letters_lost',
  'name_is_a_formula',
  'amount_empty',
  'amount_not_a_number',
  'amount_ambiguous',
  'amount_too_many_decimals',
  'amount_negative',
  'amount_too_large',
  'amount_zero',
  'amount_refunded',
  'currency_other',
  'date_empty',
  'date_malformed',
  'not_paid',
  'reference_malformed',
  'campaign_malformed',
  'gift_in_test_mode',
  'gift_disputed',
  'opt_in_malformed',
  'gift_after_go_live',
  'address_was_erased',
] as const
export type RowProblemCode = (typeof rowProblemCodes)[number]

/** The cells of one row by the field that they are, and what is wrong with them. */
export class Cells {
  private readonly cells: string[]
  private readonly columns: Columns
  private readonly problems: RowProblem[]

  constructor(cells: string[], columns: Columns, problems: RowProblem[]) {
    this.cells = cells
    this.columns = columns
    this.problems = problems
  }

  has(field: Field): boolean {
    return this.columns[field] !== undefined
  }

  at(field: Field): string {
    return (this.cells[this.placeOf(field)] ?? '').trim()
  }

  columnOf(field: Field): number {
    return this.placeOf(field) + 1
  }

  private placeOf(field: Field): number {
    const places = this.columns[field] ?? []
    return places.find((at) => (this.cells[at] ?? '').trim() !== '') ?? places[0] ?? -1
  }

  wrong(field: Field, code: RowProblemCode): void {
    this.problems.push({ column: this.columnOf(field), code })
  }
}
