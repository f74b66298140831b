import { deflateSync } from 'node:zlib'
import { checksum } from '#app/domain/documents/png.ts'

const width = 240
const height = 360

/** A picture of a receipt that nobody was given: lines of print on paper, and as many as its number says in another length. */
export function receiptPicture(number: number): Uint8Array {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(width + 1, 0xf4)
    row[0] = 0
    const line = Math.floor(y / 24)
    const isPrinted = y % 24 > 8 && y % 24 < 16 && line > 0 && line < 14
    if (isPrinted) row.fill(0x44, 24, line <= number ? 120 : 210)
    return row
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), content])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(content.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(checksum(named), named.length + 4)
  return framed
}
