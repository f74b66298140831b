import { deflateSync } from 'node:zlib'
import { checksum } from '#app/domain/documents/png.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')
const u16 = (value: number) => Buffer.from([value >> 8, value & 255])
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A part of a JPEG: its marker, its length, what it holds. */
export const segment = (marker: number, content: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(content.length + 2), content])

/** What a camera writes: who took the picture with what, and where. */
export const gps = segment(
  0xe1,
  latin('Exif\0\0MM\0*\0\0\0\x08 GPSLatitude 41.8781 GPSLongitude -87.6298 Canary Camera'),
)

type Jpeg = { width?: number; height?: number; extra?: Buffer[]; tail?: Buffer; cut?: number }

/** The parts of a baseline JPEG in their order. Nobody decodes it, so its scan may say anything. */
export function jpeg({ width = 8, height = 8, extra = [], tail, cut }: Jpeg = {}): Buffer {
  const whole = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...extra,
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xc4, Buffer.alloc(20, 0)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd0, 0x78]),
    Buffer.from([0xff, 0xd9]),
    ...(tail ? [tail] : []),
  ])
  return cut ? whole.subarray(0, cut) : whole
}

export const chunk = (kind: string, content: Buffer) => {
  const named = Buffer.concat([latin(kind), content])
  return Buffer.concat([u32(content.length), named, u32(checksum(named))])
}

type Png = { width?: number; height?: number; extra?: Buffer[]; tail?: Buffer }

/** A PNG that every reader takes: grey, eight bits. */
export function png({ width = 2, height = 2, extra = [], tail }: Png = {}): Buffer {
  const rows = Buffer.alloc(Math.min(height, 10) * (Math.min(width, 10) + 1))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])])),
    ...extra,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
    ...(tail ? [tail] : []),
  ])
}

export const pdf = (words = 'Receipt'): Buffer =>
  latin(`%PDF-1.7\n1 0 obj\n<< /Title (${words}) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`)
