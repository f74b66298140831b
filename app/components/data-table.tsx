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
}

type DataTableProps<Row> = {
  caption: string
  captionHidden?: boolean
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
}

/** More columns than this would squeeze a phone's rows to towers of single words: the table scrolls instead. */
const many = 4

/** What scrolls must scroll without a mouse too (WCAG 2.1.1): its frame takes the focus. */
const reachable = { tabIndex: 0 }

/** Rows and columns. Too wide for a phone, it scrolls by itself, and with the keyboard too. */
export function DataTable<Row>({ caption, captionHidden, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="overflow-x-auto" {...reachable}>
      <table
        className={`w-full border-collapse text-start ${columns.length > many ? 'max-sm:min-w-[64rem]' : ''}`}
      >
        <caption className={captionHidden ? 'sr-only' : 'pb-2 text-start font-semibold'}>{caption}</caption>
        <thead>
          <tr className="border-b border-edge text-s text-quiet">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={`py-2 pe-4 font-semibold last:pe-0 ${side(column)}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-hairline align-baseline">
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = `py-2.5 pe-4 last:pe-0 ${side(column)}`
  if (!column.names) return <td className={className}>{column.cell(row)}</td>
  return (
    <th scope="row" className={`${className} font-semibold`}>
      {column.cell(row)}
    </th>
  )
}

const side = <Row,>({ align, whole }: Column<Row>) =>
  `${align === 'end' ? 'text-end figures' : 'text-start'} ${align === 'end' || whole ? 'whitespace-nowrap' : ''}`
