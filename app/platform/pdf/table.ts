import type { StructureElement } from './drawing.ts'
import { colors, columnWidth, margin, type Style, sheetSize } from './look.ts'
import type { Sheet } from './sheet.ts'
import type { SetText } from './type-setter.ts'

export type TableCell = {
  text: string
  tag: 'TH' | 'TD'
  scope?: 'Column' | 'Row'
  align?: 'end' | undefined
  style: Style
}

export type TableRow = { cells: TableCell[] }

const padding = { line: 4, between: 10 }
/** As many rows as take a few milliseconds. */
const rowsAtOnce = 40

/**
 * Draws rows under hairlines, never one over two pages; the head stands again on each page. Stops now and then, so that
 * the caller may let others in.
 */
export function* drawTable(
  sheet: Sheet,
  rows: Iterable<TableRow>,
  parts: number[],
  head?: TableRow,
): Generator<void> {
  const { doc, root } = sheet
  const table = doc.struct('Table')
  root.add(table)
  if (head) drawRow(sheet, measured(sheet, head, parts), table)
  let count = 0
  for (const row of rows) {
    const set = measured(sheet, row, parts)
    if (sheet.y + set.height > sheetSize.height - margin.bottom) {
      doc.addPage()
      if (head) drawRow(sheet, measured(sheet, head, parts), null)
    }
    drawRow(sheet, set, table)
    count += 1
    if (count % rowsAtOnce === 0) yield
  }
  table.end()
  sheet.y += 10
}

type MeasuredCell = { cell: TableCell; set: SetText; x: number; width: number }
type Measured = { cells: MeasuredCell[]; height: number }

function measured({ paper, setter }: Sheet, row: TableRow, parts: number[]): Measured {
  let from = 0
  const cells = row.cells.map((cell, index): MeasuredCell => {
    const whole = (parts[index] ?? 0) * columnWidth
    const width = whole - (index < row.cells.length - 1 ? padding.between : 0)
    const x = paper.side === 'rtl' ? margin.side + columnWidth - from - width : margin.side + from
    from += whole
    return { cell, set: setter.set(cell.text, width, cell.style, paper.side), x, width }
  })
  return { cells, height: Math.max(...cells.map(({ set }) => set.height)) + 2 * padding.line }
}

/** Without a table the row is a repetition for the eye, and no structure. */
function drawRow(sheet: Sheet, { cells, height }: Measured, table: StructureElement | null): void {
  const { doc } = sheet
  if (table) {
    const tr = doc.struct('TR')
    table.add(tr)
    for (const each of cells) {
      const { tag, scope } = each.cell
      const element = doc.struct(tag, { scope, actual: each.set.spoken })
      tr.add(element)
      element.add(() => drawCell(sheet, each))
      element.end()
    }
    tr.end()
  } else {
    doc.markContent('Artifact', { type: 'Pagination' })
    for (const each of cells) drawCell(sheet, each)
    doc.endMarkedContent()
  }
  sheet.y += height
  drawRule(sheet)
}

function drawCell({ paper, setter, y }: Sheet, { cell, set, x, width }: MeasuredCell): void {
  const toRight = (paper.side === 'rtl') !== (cell.align === 'end')
  set.lines.forEach((line, index) => {
    const at = toRight ? x + width - line.width : x
    setter.draw(line, at, y + padding.line + index * cell.style.leading, cell.style)
  })
}

function drawRule({ doc, y }: Sheet): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc.lineWidth(0.5).strokeColor(colors.hairline)
  doc
    .moveTo(margin.side, y)
    .lineTo(sheetSize.width - margin.side, y)
    .stroke()
  doc.endMarkedContent()
}
