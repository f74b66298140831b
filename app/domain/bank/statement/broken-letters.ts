import type { StatementProblem } from './statement.ts'

const mostShown = 50

/** Sheets, documents and archives that a browser offers as readily as a CSV. */
const otherFiles = ['PK\u0003\u0004', '%PDF-', '{\\rtf', 'ÐÏ\u0011à']

/**
 * What shows that a file is no text, or was saved in an encoding in which its letters were lost: each row once. A bank's text
 * holds no control letters but tabs and ends of lines.
 */
export function brokenLetters(text: string): StatementProblem[] {
  if (otherFiles.some((beginning) => text.startsWith(beginning)))
    return [{ row: 1, column: null, code: 'not_a_text' }]
  const problems: StatementProblem[] = []
  let row = 1
  for (let at = 0; at < text.length && problems.length < mostShown; at++) {
    const code = text.charCodeAt(at)
    if (isLost(code) && problems.at(-1)?.row !== row)
      problems.push({ row, column: null, code: 'letters_lost' })
    if (code === newLine || (code === carriageReturn && text.charCodeAt(at + 1) !== newLine)) row += 1
  }
  return problems
}

const newLine = 10
const carriageReturn = 13
const replacement = 0xfffd

/** Zero is told by its column where rows are read. */
const isLost = (code: number): boolean =>
  (code > 0 && code < 9) || (code > 13 && code < 32) || (code >= 0x7f && code < 0xa0) || code === replacement
