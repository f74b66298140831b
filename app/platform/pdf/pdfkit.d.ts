/** Only what is used of pdfkit, which ships no types. */
declare module 'pdfkit' {
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
    layout(text: string, features?: string[]): { glyphs: Glyph[]; positions: unknown[] }
    encode(text: string, features?: string[]): [codes: string[], positions: unknown[]]
    widthOfString(text: string, size: number, features?: string[]): number
  }

  export default class PDFDocument extends Readable {
    constructor(options: Record<string, unknown>)
    _font: OpenFont
    x: number
    y: number
    page: { width: number; height: number }
    registerFont(name: string, source: Uint8Array): this
    font(name: string): this
    fontSize(size: number): this
    fillColor(color: string): this
    strokeColor(color: string): this
    lineWidth(width: number): this
    lineJoin(join: 'round'): this
    lineCap(cap: 'round' | 'butt'): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    path(path: string): this
    stroke(): this
    fill(): this
    save(): this
    restore(): this
    translate(x: number, y: number): this
    scale(factor: number): this
    text(text: string, x: number, y: number, options: Record<string, unknown>): this
    addPage(): this
    continueOnNewPage(): this
    struct(type: string, options?: StructureOptions): StructureElement
    addStructure(element: StructureElement): this
    markContent(tag: 'Artifact' | 'Span', options?: Record<string, string>): this
    endMarkedContent(): this
    end(): void
  }
}
