import type { Drawing } from './drawing.ts'
import { keepExactText } from './exact-text.ts'
import { type Face, faceBytes, facesOf, type Weight } from './faces.ts'
import { linesOf } from './lines.ts'
import type { Style } from './look.ts'
import { type FaceFor, type Letter, lettersOf, type Run, type Side, spokenOf, visualRuns } from './runs.ts'

export type SetLine = { runs: (Run & { width: number })[]; width: number }

/** Text in lines; `spoken` where its glyphs do not stand in the order in which it is read, or stand for others. */
export type SetText = { lines: SetLine[]; height: number; spoken: string | undefined }

export type TypeSetter = ReturnType<typeof typeSetter>

/** Breaks, orders and draws text with three faces. One per document: fonts are embedded as far as they were used. */
export function typeSetter(doc: Drawing, language: string) {
  const opened = new Set<string>()
  const known = new Map<string, SetText>()

  const use = (face: Face, weight: Weight) => {
    const name = `${face}-${weight}`
    if (!opened.has(name)) {
      doc.registerFont(name, faceBytes(face, weight))
      opened.add(name)
      keepExactText(doc.font(name)._font)
    }
    return doc.font(name)._font
  }

  const has = (face: Face, grapheme: string) => {
    const { font } = use(face, 'regular')
    return [...grapheme].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0))
  }

  const faceFor: FaceFor = (grapheme, before) =>
    wanted(grapheme, before, facesOf(language)).find((face) => has(face, grapheme)) ?? null

  const runWidth = ({ face, text }: Run, style: Style) =>
    use(face, style.weight).widthOfString(text, style.size, features(face))

  const lineOf = (runs: Run[], style: Style): SetLine => {
    const measured = runs.map((run) => ({ ...run, width: runWidth(run, style) }))
    return { runs: measured, width: measured.reduce((sum, { width }) => sum + width, 0) }
  }

  /** Most cells of a long table: Latin letters and digits, read from the left, on one line. */
  const setPlainly = (text: string, width: number, style: Style): SetText | null => {
    const plain = text.replace(/[\u2066\u2068\u2069]/g, '')
    if (!/^[\x20-\x7e]+$/.test(plain)) return null
    const line = lineOf([{ face: 'sans', text: plain }], style)
    return line.width <= width ? { lines: [line], height: style.leading, spoken: undefined } : null
  }

  const setFully = (text: string, width: number, style: Style, side: Side): SetText => {
    const of = (letters: Letter[]) => lineOf(visualRuns(letters, side), style)
    const all = lettersOf(text, side, faceFor)
    const lines = linesOf(all, width, (letters) => of(letters).width).map(of)
    return { lines, height: lines.length * style.leading, spoken: spokenOf(all) }
  }

  /** `text` in lines of `width` points. Cells that say the same are set once. */
  const set = (text: string, width: number, style: Style, side: Side): SetText => {
    const key = `${side} ${style.size} ${style.weight} ${width} ${text}`
    const before = known.get(key)
    if (before) return before
    const made =
      (side === 'ltr' ? setPlainly(text, width, style) : null) ?? setFully(text, width, style, side)
    if (known.size < mostKnown) known.set(key, made)
    return made
  }

  /** Draws one line with its baseline under `y`, from `x` to the right. */
  const draw = ({ runs }: SetLine, x: number, y: number, style: Style) => {
    const baseline = y + style.leading / 2 + style.size * 0.36
    let at = x
    for (const run of runs) {
      use(run.face, style.weight)
      doc.fontSize(style.size).fillColor(style.color)
      const options = { lineBreak: false, baseline: 'alphabetic', features: features(run.face) }
      if (run.instead) doc.markContent('Span', { actual: run.instead })
      doc.text(run.text, at, baseline, options)
      if (run.instead) doc.endMarkedContent()
      at += run.width
    }
  }

  return { set, draw }
}

/** Enough for what a statement repeats; a long one shall not keep every amount. */
const mostKnown = 2_000

/** With a list of features, be it empty, a run is shaped as a whole: Arabic letters join across what stands between. */
const features = (face: Face): string[] | undefined => (face === 'naskh' ? [] : undefined)

/** The faces to try, best first: a script's own, and for signs that all scripts share the one beside them. */
function wanted(grapheme: string, before: Face | null, order: Face[]): Face[] {
  if (/^\p{Script=Latin}/u.test(grapheme)) return ['sans', ...order]
  if (/^\p{Script=Arabic}/u.test(grapheme)) return ['naskh', ...order]
  if (/^\p{Script=Han}/u.test(grapheme)) return ['han', ...order]
  return before ? [before, ...order] : order
}
