import type { OpenFont } from './drawing.ts'

/**
 * Makes a font say of each drawn glyph which letters it stands for there. Faces build letters of parts (a dotless base
 * and its dots, a letter and its accent), so one glyph stands for many letters; pdfkit would note the first of them for
 * all, and whoever copies or searches the text would read others. A glyph is embedded once for each of its meanings.
 */
export function keepExactText(font: OpenFont): void {
  tellMeaningsApart(font.font)
  shapeFiguresOnce(font)
  const numbers = new Map<string, number>()
  font.encode = (text, features) => {
    const { glyphs, positions } = font.layout(text, features)
    const codes = glyphs.map((glyph) => {
      const key = `${glyph.id} ${glyph.codePoints.join(' ')}`
      const known = numbers.get(key)
      if (known !== undefined) return hex(known)
      const number = font.subset.glyphs.push(glyph.id) - 1
      numbers.set(key, number)
      font.widths[number] = glyph.advanceWidth * font.scale
      font.unicode[number] = glyph.codePoints
      return hex(number)
    })
    return [codes, positions]
  }
}

/**
 * A long statement holds thousands of different figures. Digits neither join nor move one another, so a figure is put
 * together of signs that were shaped once.
 */
function shapeFiguresOnce(font: OpenFont): void {
  const { layoutCached } = font
  const shaped = (text: string) => layoutCached.call(font, text)
  font.layoutCached = (text) => {
    if (!/^[-$0-9.,#]{2,} ?$/.test(text)) return shaped(text)
    const signs = [...text].map(shaped)
    return {
      glyphs: signs.flatMap(({ glyphs }) => glyphs),
      positions: signs.flatMap(({ positions }) => positions),
      advanceWidth: signs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0),
    }
  }
}

/** fontkit keeps one glyph object per shape, with the letters it first stood for. */
function tellMeaningsApart(shapes: OpenFont['font']): void {
  const { getGlyph } = shapes
  shapes.getGlyph = (id, codePoints = []) => {
    const glyph = getGlyph.call(shapes, id, codePoints)
    return Object.create(glyph, { codePoints: { value: codePoints } })
  }
}

const hex = (number: number): string => number.toString(16).padStart(4, '0')
