import { type CleanPicture, joined, letters } from './jpeg.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** What the picture is made of, and how its colours are meant. Text, time, EXIF and unknown extras are not among them. */
const kept = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'sRGB'])

/**
 * A PNG of only those chunks that make the picture. Null for what is no whole PNG: a chunk that is cut, whose checksum is
 * wrong, or that a reader must know and does not. Nothing is decoded.
 */
export function cleanPng(bytes: Uint8Array): CleanPicture | null {
  if (!isPng(bytes)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  let size: { width: number; height: number } | null = null
  let hasData = false
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return null
    const kind = letters(bytes.subarray(at + 4, at + 8))
    if (view.getUint32(end - 4) !== checksum(bytes.subarray(at + 4, end - 4))) return null
    if ((kind === 'IHDR') !== (size === null)) return null
    if (kind === 'IHDR') {
      if (end - at !== 25) return null
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    }
    hasData ||= kind === 'IDAT'
    const mustBeKnown = /^[A-Z]/.test(kind)
    if (mustBeKnown && !kept.has(kind)) return null
    if (kept.has(kind)) parts.push(bytes.subarray(at, end))
    if (kind === 'IEND') return size && hasData ? { ...size, bytes: joined(parts) } : null
    at = end
  }
  return null
}

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte)

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

/** CRC-32, as PNG has it. */
export function checksum(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
