import bidiFactory from 'bidi-js'
import type { Face } from './faces.ts'

const bidi = bidiFactory()
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

export type Side = 'ltr' | 'rtl'

/** What is drawn in one go: one face, one direction, ready for the shaper. */
export type Run = {
  face: Face
  text: string
  /** The letters that no face has, where a sign stands for them. */
  instead?: string
}

/** One grapheme of a paragraph: as it was written, and as it is drawn. An invisible one has no face. */
export type Letter = { source: string; text: string; level: number; face: Face | null }

/** Says which face can draw all of a grapheme, or null where none can. */
export type FaceFor = (grapheme: string, before: Face | null) => Face | null

/** What stands where no face has the letter: seen by everyone, never dropped. The copied text keeps the letter itself. */
const unknown = '\ufffd'

const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/** A paragraph's letters in the order in which they are read, each with its level (UAX 9) and its face. */
export function lettersOf(text: string, side: Side, faceFor: FaceFor): Letter[] {
  const { levels } = bidi.getEmbeddingLevels(text, side)
  const letters: Letter[] = []
  let before: Face | null = null
  for (const { segment, index } of graphemes.segment(text)) {
    const level = levels[index] ?? 0
    const seen = segment.replace(ignorable, '')
    if (seen === '') {
      letters.push({ source: '', text: '', level, face: null })
      continue
    }
    const face = faceFor(seen, before)
    // Persian and others part letters with signs that nobody sees; only the shaper of Arabic reads them.
    const text = face === 'naskh' ? segment : seen
    letters.push(
      face ? { source: text, text, level, face } : { source: segment, text: unknown, level, face: 'sans' },
    )
    before = face ?? before
  }
  return letters
}

/** One line's letters as runs from left to right. */
export function visualRuns(letters: Letter[], side: Side): Run[] {
  const shown = settledEnd(
    letters.filter((letter) => letter.face),
    side === 'rtl' ? 1 : 0,
  )
  const runs: { level: number; face: Face; letters: string[]; instead?: string }[] = []
  for (const { level, face, text, source } of shown) {
    const last = runs.at(-1)
    if (!face) continue
    if (text !== source) runs.push({ level, face, letters: [text], instead: source })
    else if (last && !last.instead && last.level === level && last.face === face) last.letters.push(text)
    else runs.push({ level, face, letters: [text] })
  }
  return reordered(runs).map(({ level, letters: of, ...run }) => ({ ...run, text: drawn(of, level) }))
}

/** The text as it is read, where its glyphs do not say it already. */
export function spokenOf(letters: Letter[]): string | undefined {
  const says = letters.every(({ level, source, text }) => level % 2 === 0 && source === text)
  return says ? undefined : letters.map(({ source }) => source).join('')
}

/** Spaces at a line's end belong to its paragraph's direction (rule L1). */
function settledEnd(letters: Letter[], base: number): Letter[] {
  let end = letters.length
  while (end > 0 && letters[end - 1]?.text.trim() === '') end -= 1
  return letters.map((letter, index) => (index < end ? letter : { ...letter, level: base }))
}

/** From the highest level down to the lowest odd one, whatever stands at it or above is turned around (rule L2). */
function reordered<T extends { level: number }>(runs: T[]): T[] {
  const line = [...runs]
  const highest = Math.max(0, ...line.map(({ level }) => level))
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < line.length; from += 1) {
      let to = from
      while (to < line.length && (line[to]?.level ?? 0) >= level) to += 1
      if (to - from > 1) line.splice(from, to - from, ...line.slice(from, to).reverse())
      from = Math.max(from, to)
    }
  }
  return line
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

/** The shaper turns runs of a right-to-left script by itself; signs and spaces between them it would leave. */
function drawn(letters: string[], level: number): string {
  if (level % 2 === 0) return letters.join('')
  const mirrored = letters.map((letter) => bidi.getMirroredCharacter(letter) ?? letter)
  return letters.some((letter) => rightToLeft.test(letter)) ? mirrored.join('') : mirrored.reverse().join('')
}
