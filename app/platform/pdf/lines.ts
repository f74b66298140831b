import type { Letter } from './runs.ts'

/** Points that letters take in a line, at the size in which they are drawn. */
export type Measure = (letters: Letter[]) => number

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u
const closing = /^[)\]}、。，．：；！？」』）】》”’%]/u
const opening = /[([{「『（【《“‘]$/u

/** Fills lines of a width: broken after spaces and between Chinese characters; a word longer than a line where it ends. */
export function linesOf(letters: Letter[], width: number, measure: Measure): Letter[][] {
  const lines: Letter[][] = []
  let line: Letter[] = []
  for (const word of wordsOf(letters).flatMap((each) => fitting(each, width, measure))) {
    if (line.length > 0 && measure(withoutEnd([...line, ...word])) > width) {
      lines.push(line)
      line = []
    }
    line = [...line, ...word]
  }
  if (line.length > 0 || lines.length === 0) lines.push(line)
  return lines
}

/** What may not be parted: letters up to and with the space after them. */
function wordsOf(letters: Letter[]): Letter[][] {
  const words: Letter[][] = []
  let word: Letter[] = []
  letters.forEach((letter, index) => {
    word.push(letter)
    const next = letters[index + 1]
    if (next && mayBreak(letter.text, next.text)) {
      words.push(word)
      word = []
    }
  })
  return word.length > 0 ? [...words, word] : words
}

function mayBreak(before: string, after: string): boolean {
  if (after === '' || after.trim() === '') return false
  if (before === ' ') return true
  if (closing.test(after) || opening.test(before)) return false
  return wide.test(before) || wide.test(after)
}

function fitting(word: Letter[], width: number, measure: Measure): Letter[][] {
  if (measure(withoutEnd(word)) <= width) return [word]
  const pieces: Letter[][] = []
  let piece: Letter[] = []
  for (const letter of word) {
    if (piece.length > 0 && measure([...piece, letter]) > width) {
      pieces.push(piece)
      piece = []
    }
    piece.push(letter)
  }
  return [...pieces, piece]
}

function withoutEnd(letters: Letter[]): Letter[] {
  let end = letters.length
  while (end > 0 && letters[end - 1]?.text.trim() === '') end -= 1
  return letters.slice(0, end)
}
