import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { Drawing, StructureElement } from './drawing.ts'
import { colors, columnWidth, margin, type Style, sheetSize, styles } from './look.ts'
import { drawMark } from './mark.ts'
import type { Block, Paper } from './paper.ts'
import type { Side } from './runs.ts'
import type { Sheet } from './sheet.ts'
import { drawTable, type TableCell, type TableRow } from './table.ts'
import { typeSetter } from './type-setter.ts'

/**
 * Writes a paper as tagged PDF: headings, paragraphs, tables and the mark are structure, rules and page numbers are
 * not. Pages leave while later ones are made, and other work is let in between.
 */
export function writePdf(paper: Paper): Readable {
  const opened: unknown = new PDFDocument({
    size: [sheetSize.width, sheetSize.height],
    margin: 0,
    font: '',
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: paper.language,
    info: {
      Title: paper.title,
      Author: paper.author,
      Creator: 'Homeward',
      Producer: 'Homeward',
      CreationDate: paper.madeAt,
    },
    autoFirstPage: false,
  })
  const doc = opened as Drawing
  fill(doc, paper).then(
    () => doc.end(),
    (error: Error) => doc.destroy(error),
  )
  return doc
}

async function fill(doc: Drawing, paper: Paper): Promise<void> {
  const sheet = openSheet(doc, paper)
  for (const block of paper.blocks) {
    for (const _ of drawBlock(sheet, block)) {
      // A long table shall not hold up the other people on this server.
      await setImmediate()
      if (doc.destroyed) return
    }
  }
  sheet.root.end()
}

function openSheet(doc: Drawing, paper: Paper): Sheet {
  let pages = 0
  const setter = typeSetter(doc, paper.language)
  const root = doc.struct('Document', { lang: paper.language })
  const sheet: Sheet = { doc, paper, setter, root, y: margin.top }
  doc.on('pageAdded', () => {
    pages += 1
    sheet.y = margin.top
    drawFooter(sheet, paper.footer(pages))
  })
  doc.addPage()
  doc.addStructure(root)
  return sheet
}

function drawFooter({ doc, paper, setter }: Sheet, text: string): void {
  const set = setter.set(text, columnWidth, styles.quiet, paper.side)
  doc.markContent('Artifact', { type: 'Pagination' })
  const [line] = set.lines
  const y = sheetSize.height - margin.bottom / 2 - styles.quiet.leading
  if (line) setter.draw(line, startOf(paper.side, line.width), y, styles.quiet)
  doc.endMarkedContent()
}

/** Draws a block, and stops wherever others may be let in. */
function* drawBlock(sheet: Sheet, block: Block): Generator<void> {
  switch (block.kind) {
    case 'brand':
      return drawBrand(sheet, block)
    case 'title':
      sheet.y += 18
      drawText(sheet, { tag: 'H1', text: block.text, style: styles.title })
      sheet.y += 8
      return
    case 'heading':
      sheet.y += 14
      makeRoom(sheet, styles.heading.leading + 5 * styles.text.leading)
      drawText(sheet, { tag: 'H2', text: block.text, style: styles.heading })
      sheet.y += 3
      return
    case 'text':
      drawText(sheet, { tag: 'P', text: block.text, style: styles[block.tone ?? 'text'] })
      sheet.y += 7
      return
    case 'official':
      return drawOfficial(sheet, block)
    case 'facts':
      return yield* drawTable(sheet, factRows(block.facts), [0.38, 0.62])
    case 'table': {
      const head: TableRow = {
        cells: block.columns.map(({ label, align }) => ({
          text: label,
          tag: 'TH',
          scope: 'Column',
          align,
          style: styles.label,
        })),
      }
      const rows = map(block.rows, ({ cells, tone }) => ({
        cells: cells.map(
          (text, index): TableCell => ({
            text,
            tag: 'TD',
            align: block.columns[index]?.align,
            style: cellStyle(tone),
          }),
        ),
      }))
      return yield* drawTable(
        sheet,
        rows,
        block.columns.map(({ part }) => part),
        head,
      )
    }
  }
}

function* factRows(facts: Extract<Block, { kind: 'facts' }>['facts']): Generator<TableRow> {
  for (const { label, value, total } of facts) {
    yield {
      cells: [
        { text: label, tag: 'TH', scope: 'Row', style: total ? styles.total : styles.label },
        { text: value, tag: 'TD', style: total ? styles.total : styles.value, align: undefined },
      ],
    }
  }
}

const cellStyle = (tone: 'total' | 'quiet' | undefined): Style =>
  tone === 'total' ? styles.total : tone === 'quiet' ? styles.label : styles.value

function* map<A, B>(all: Iterable<A>, each: (one: A) => B): Generator<B> {
  for (const one of all) yield each(one)
}

function drawBrand(sheet: Sheet, { name, alt }: Extract<Block, { kind: 'brand' }>): void {
  const { doc, paper, root, setter } = sheet
  const size = 30
  const x = startOf(paper.side, size)
  const bbox: [number, number, number, number] = [x, sheet.y, x + size, sheet.y + size]
  const figure = doc.struct('Figure', { alt, bbox })
  root.add(figure)
  figure.add(() => drawMark(doc, { x, y: sheet.y, size }))
  figure.end()
  const beside = size + 10
  const { lines, spoken } = setter.set(name, columnWidth - beside, styles.brand, paper.side)
  const [line] = lines
  if (line) {
    const p = doc.struct('P', { actual: spoken })
    root.add(p)
    p.add(() => setter.draw(line, startOf(paper.side, line.width, beside), sheet.y + 9, styles.brand))
    p.end()
  }
  sheet.y += size + 8
  doc.markContent('Artifact', { type: 'Layout' })
  doc.lineWidth(0.75).strokeColor(colors.hairline)
  doc
    .moveTo(margin.side, sheet.y)
    .lineTo(sheetSize.width - margin.side, sheet.y)
    .stroke()
  doc.endMarkedContent()
}

const barIndent = 14

/** So many lines of a paragraph begin on one page: all of a short one. */
const together = (lines: number): number => (lines <= 5 ? lines : 2)

function drawOfficial(sheet: Sheet, { text, lang, lead }: Extract<Block, { kind: 'official' }>): void {
  if (lead) {
    // What says that these are the official words never stands without them.
    const { lines } = sheet.setter.set(text, columnWidth - barIndent, styles.quiet, 'ltr')
    makeRoom(sheet, styles.quiet.leading + 4 + together(lines.length) * styles.quiet.leading)
    drawText(sheet, { tag: 'P', text: lead, style: styles.quiet })
    sheet.y += 4
  }
  drawText(sheet, { tag: 'P', text, style: styles.quiet, lang, side: 'ltr', indent: barIndent, bar: true })
  sheet.y += 7
}

type Drawn = {
  tag: 'H1' | 'H2' | 'P'
  text: string
  style: Style
  lang?: string
  side?: Side
  indent?: number
  bar?: boolean
}

/** One paragraph: one element of structure, however many lines and pages it takes. */
function drawText(
  sheet: Sheet,
  { tag, text, style, lang, side = sheet.paper.side, indent = 0, bar }: Drawn,
): void {
  const { doc, root, setter } = sheet
  const { lines, spoken } = setter.set(text, columnWidth - indent, style, side)
  makeRoom(sheet, together(lines.length) * style.leading)
  if (bar) drawBar(sheet, lines.length * style.leading)
  const element: StructureElement = doc.struct(tag, { lang, actual: spoken })
  root.add(element)
  element.add(() => {
    for (const [index, line] of lines.entries()) {
      // The last line of a paragraph is not left alone on the next page.
      const needed = index === lines.length - 2 ? 2 : 1
      if (sheet.y + needed * style.leading > sheetSize.height - margin.bottom) doc.continueOnNewPage()
      setter.draw(line, startOf(side, line.width, indent), sheet.y, style)
      sheet.y += style.leading
    }
  })
  element.end()
}

/** The line at the side of words in the official language, as far as they go on this page. */
function drawBar({ doc, y }: Sheet, height: number): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc.lineWidth(1.5).strokeColor(colors.hairline)
  doc
    .moveTo(margin.side + 1, y)
    .lineTo(margin.side + 1, Math.min(y + height, sheetSize.height - margin.bottom))
    .stroke()
  doc.endMarkedContent()
}

function makeRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height > sheetSize.height - margin.bottom) sheet.doc.addPage()
}

/** Where something of that width begins, counted from the side at which reading begins. */
const startOf = (side: Side, width: number, indent = 0): number =>
  side === 'rtl' ? sheetSize.width - margin.side - indent - width : margin.side + indent
