import { z } from 'zod'

export const delimiters = { comma: ',', semicolon: ';', tab: '\t', bar: '|' } as const
export const dayOrders = ['mdy', 'dmy', 'ymd'] as const

/** So many rows at most stand above a bank's table. */
export const mostRowsAbove = 29

const column = z.number().int().min(1).max(100)

/** How one bank writes its CSV. Columns are counted from one. */
export const CsvLayout = z.object({
  delimiter: z.enum(['comma', 'semicolon', 'tab', 'bar']),
  /** The row in which the table begins, counted from one: some banks write a summary above it. */
  firstRow: z
    .number()
    .int()
    .min(1)
    .max(mostRowsAbove + 1)
    .default(1),
  hasHeadings: z.boolean(),
  day: column,
  dayOrder: z.enum(dayOrders),
  /**
   * One column with signs, or without them beside a column that says which way the money went (`direction`); or one for what
   * came in and one for what went out.
   */
  amounts: z.union([
    z.object({ one: column, direction: column.optional() }),
    z.object({ moneyIn: column, moneyOut: column }),
  ]),
  signs: z.enum(['as_written', 'reversed']),
  decimal: z.enum(['point', 'comma']),
  text: z.array(column).max(10),
  /** What the account held after the line; unset in banks' files that do not say it. */
  balance: column.nullable().default(null),
  /** The headings of the file by which it was set: another order of columns is noticed. */
  headings: z.array(z.string().max(200)).max(100),
})

export type CsvLayout = z.output<typeof CsvLayout>
