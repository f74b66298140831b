import type { Readable } from 'node:stream'

export type StructureOptions = {
  lang?: string | undefined
  alt?: string | undefined
  actual?: string | undefined
  bbox?: [number, number, number, number]
  scope?: 'Column' | 'Row' | undefined
}

export type StructureElement = {
  add(child: StructureElement | (() => void)): StructureElement
  end(): void
}

type Glyph = { id: number; codePoints: number[]; advanceWidth: number }

type Shaped = { glyphs: Glyph[]; positions: unknown[]; advanceWidth: number }

/** What pdfkit keeps of a font that it embeds. */
export type OpenFont = {
  font: {
    hasGlyphForCodePoint(codePoint: number): boolean
    getGlyph(id: number, codePoints?: number[]): Glyph
  }
  subset: { glyphs: number[] }
  /** By the glyph's number in the document: its width in thousandths, and the letters it stands for. */
  widths: number[]
  unicode: number[][]
  scale: number
  layout(text: string, features?: string[]): Shaped
  /** One word, shaped once. */
  layoutCached(text: string): Shaped
  encode(text: string, features?: string[]): [codes: string[], positions: unknown[]]
  widthOfString(text: string, size: number, features?: string[]): number
}

/** A document as it is drawn here. The published types are older than the library and leave out what a font holds. */
export type Drawing = Readable & {
  _font: OpenFont
  x: number
  y: number
  page: { width: number; height: number }
  registerFont(name: string, source: Uint8Array): Drawing
  font(name: string): Drawing
  fontSize(size: number): Drawing
  fillColor(color: string): Drawing
  strokeColor(color: string): Drawing
  lineWidth(width: number): Drawing
  lineJoin(join: 'round'): Drawing
  lineCap(cap: 'round' | 'butt'): Drawing
  moveTo(x: number, y: number): Drawing
  lineTo(x: number, y: number): Drawing
  path(path: string): Drawing
  stroke(): Drawing
  fill(): Drawing
  save(): Drawing
  restore(): Drawing
  translate(x: number, y: number): Drawing
  scale(factor: number): Drawing
  text(text: string, x: number, y: number, options: Record<string, unknown>): Drawing
  addPage(): Drawing
  continueOnNewPage(): Drawing
  struct(type: string, options?: StructureOptions): StructureElement
  addStructure(element: StructureElement): Drawing
  markContent(tag: 'Artifact' | 'Span', options?: Record<string, string>): Drawing
  endMarkedContent(): Drawing
  end(): void
}
