import type { ReactNode } from 'react'

export type Column<Row> = {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end, so that their digits line up. */
  align?: 'start' | 'end'
  /** Codes and dates are not broken over lines. */
  whole?: boolean
  /** The cell that names the row. */
  names?: boolean
  /** Left out of the blocks on a phone: the page behind the row says it. */
  lesser?: boolean
  /** Sentences: in a block on a phone they stand under the column's name and begin where lines begin. */
  prose?: boolean
}

type DataTableProps<Row> = {
  caption: string
  captionHidden?: boolean
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Whether rows become blocks on a phone; where nothing is said, those of many columns do. */
  stacks?: boolean
  /** Blocks of two lines: what names the row and its numbers, then the rest without the names of columns. */
  dense?: boolean
}

/** More columns than this do not fit on a phone: each row becomes a block there, its cells under one another with their names. */
const few = 3

/** What scrolls must scroll without a mouse too (WCAG 2.1.1): its frame takes the focus. */
const reachable = { tabIndex: 0 }

// Some browsers forget that a table is one once it is laid out as blocks, unless it says so itself.
const said = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
}

/** Rows and columns. On a phone a table of many columns is a list of blocks, and one of few scrolls where it must. */
export function DataTable<Row>({
  caption,
  captionHidden,
  columns,
  rows,
  rowKey,
  stacks = columns.length > few,
  dense = false,
}: DataTableProps<Row>) {
  return (
    <div className="overflow-x-auto" {...reachable}>
      <table
        className={`w-full border-collapse text-start ${stacks ? 'max-sm:block' : ''}`}
        {...(stacks ? said.table : {})}
      >
        <caption
          className={
            captionHidden ? 'sr-only' : `pb-2 text-start font-semibold ${stacks ? 'max-sm:block' : ''}`
          }
        >
          {caption}
        </caption>
        <thead className={stacks ? 'max-sm:sr-only' : ''} {...(stacks ? said.group : {})}>
          <tr className="border-b border-edge text-s text-quiet" {...(stacks ? said.row : {})}>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`py-2 pe-4 font-semibold last:pe-0 ${side(column)}`}
                {...(stacks ? said.columnHeader : {})}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={stacks ? 'max-sm:block' : ''} {...(stacks ? said.group : {})}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={`border-b border-hairline align-baseline ${stacks ? (dense ? denseRow : 'max-sm:block max-sm:py-2') : ''}`}
              {...(stacks ? said.row : {})}
            >
              {columns.map((column, index) => (
                <Cell key={column.key} {...{ column, row, dense }} stacks={stacks} leads={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What is ordered before the line's end stands on the first line. */
const denseRow =
  "max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-3 max-sm:py-1.5 max-sm:before:order-2 max-sm:before:basis-full max-sm:before:content-['']"

type CellProps<Row> = { column: Column<Row>; row: Row; stacks: boolean; dense: boolean; leads: boolean }

/** In a block the first cell is its heading, and every other stands behind the name of its column. */
function Cell<Row>({ column, row, stacks, dense, leads }: CellProps<Row>) {
  const stacked = dense ? inDenseBlock(column) : inBlock(column, leads)
  const className = `py-2.5 pe-4 last:pe-0 ${side(column)} ${stacks ? `max-sm:pe-0 ${stacked}` : ''}`
  const content =
    stacks && !leads && !dense ? (
      <>
        <span className="text-start font-normal text-quiet text-s sm:hidden" aria-hidden="true">
          {column.header}
        </span>
        <div>{column.cell(row)}</div>
      </>
    ) : (
      column.cell(row)
    )
  if (!column.names) {
    return (
      <td className={className} {...(stacks ? said.cell : {})}>
        {content}
      </td>
    )
  }
  return (
    <th scope="row" className={`${className} font-semibold`} {...(stacks ? said.rowHeader : {})}>
      {content}
    </th>
  )
}

const side = <Row,>({ align, whole }: Column<Row>) =>
  `${align === 'end' ? 'text-end figures' : 'text-start'} ${align === 'end' || whole ? 'whitespace-nowrap' : ''}`

function inBlock<Row>({ lesser, prose }: Column<Row>, leads: boolean): string {
  if (lesser) return 'max-sm:hidden'
  if (leads) return 'max-sm:block max-sm:py-1 max-sm:font-semibold'
  if (prose) return 'max-sm:block max-sm:py-0.5'
  return 'max-sm:flex max-sm:justify-between max-sm:gap-6 max-sm:py-0.5 max-sm:text-end max-sm:whitespace-normal max-sm:has-[>div:empty]:hidden'
}

/** The denser cells of staff pages have the last word, unless it is said louder. */
function inDenseBlock<Row>({ lesser, names, align }: Column<Row>): string {
  if (lesser) return 'max-sm:hidden'
  if (names) return 'max-sm:order-1 max-sm:min-w-0 max-sm:flex-1 max-sm:py-0!'
  if (align === 'end') return 'max-sm:order-1 max-sm:py-0! max-sm:empty:hidden'
  return 'max-sm:order-3 max-sm:py-0! max-sm:text-s max-sm:text-quiet max-sm:empty:hidden'
}
