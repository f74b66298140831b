import { toPlainText } from '@react-email/render'

/** The mail as plain text: headings and facts on lines of their own, links written out, nothing in capitals. */
export function plainText(html: string): string {
  const text = toPlainText(html, {
    selectors: [
      { selector: '[data-skip-in-text=true]', format: 'skip' },
      { selector: 'h1', options: { uppercase: false, trailingLineBreaks: 2 } },
      { selector: 'h2', options: { uppercase: false, leadingLineBreaks: 3, trailingLineBreaks: 2 } },
      { selector: '[data-text=fact]', format: 'fact' },
      { selector: '[data-text=figure]', format: 'paragraph' },
      { selector: '[data-text=line]', format: 'paragraph' },
      { selector: '[data-text=end]', format: 'end' },
      { selector: 'a', format: 'action' },
    ],
    formatters: { fact: writeFact, action: writeAction, end: writeEnd },
  })
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim()}\n`
}

type Node = { name?: string; attribs?: { href?: string }; children?: Node[] }
type Walk = (nodes: Node[] | undefined, builder: Builder) => void
type Builder = {
  openBlock(options: { leadingLineBreaks: number }): void
  closeBlock(options: { trailingLineBreaks: number }): void
  addInline(text: string): void
  addLiteral(text: string): void
}

/** A row of two cells: "label: value". */
function writeFact(row: Node, walk: Walk, builder: Builder) {
  const [label, value] = (row.children ?? []).filter(({ name }) => name === 'th' || name === 'td')
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(label?.children, builder)
  builder.addLiteral(': ')
  walk(value?.children, builder)
  builder.closeBlock({ trailingLineBreaks: 1 })
}

/** The words of a link, then its address on the next line, where every mail program finds it. */
function writeAction(link: Node, walk: Walk, builder: Builder) {
  builder.openBlock({ leadingLineBreaks: 1 })
  walk(link.children, builder)
  builder.addLiteral(`:\n${link.attribs?.href ?? ''}`)
  builder.closeBlock({ trailingLineBreaks: 1 })
}

/** Who sent the mail stands apart from what it says. */
function writeEnd(end: Node, walk: Walk, builder: Builder) {
  builder.openBlock({ leadingLineBreaks: 2 })
  builder.addLiteral('---')
  builder.closeBlock({ trailingLineBreaks: 2 })
  walk(end.children, builder)
}
