import type { Drawing } from './drawing.ts'
import { colors } from './look.ts'

/** The mark: a door ajar, and the light that falls out. The same lines as on the pages, in a square of 32. */
export function drawMark(doc: Drawing, { x, y, size }: { x: number; y: number; size: number }): void {
  doc.save().translate(x, y)
  doc.scale(size / 32)
  doc.lineJoin('round').lineWidth(2).strokeColor(colors.teal).path('M7 27V4h16v23').stroke()
  doc.fillColor(colors.teal).path('M7 4l9 4v22l-9-3z').fill()
  doc.lineCap('round').lineWidth(3).strokeColor(colors.marigold)
  doc.path('M19.5 27H30').stroke().path('M19.5 27V9').stroke()
  doc.restore()
}
