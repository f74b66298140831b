/** A picture without anything that tells of where, when and by what it was taken. */
export type CleanPicture = { bytes: Uint8Array; width: number; height: number }

const soi = 0xd8
const eoi = 0xd9
const sos = 0xda
const adobe = 0xee

/**
 * A JPEG of only those parts that make the picture: EXIF, GPS, thumbnails, comments and whatever follows the end are left
 * behind. Null for what is no whole JPEG. Nothing is decoded. (ITU T.81, annex B.)
 */
export function cleanJpeg(bytes: Uint8Array): CleanPicture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] !== 0xff || bytes[1] !== soi) return null
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let size: { width: number; height: number } | null = null
  let scans = 0
  let at = 2
  for (;;) {
    if (bytes[at] !== 0xff) return null
    while (bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    if (marker === undefined) return null
    if (marker === eoi) {
      kept.push(bytes.subarray(at, at + 2))
      return size && scans > 0 ? { ...size, bytes: joined(kept) } : null
    }
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= soi) || at + 4 > bytes.length) return null
    const length = view.getUint16(at + 2)
    let end = at + 2 + length
    if (length < 2 || end > bytes.length) return null
    if (isFrame(marker)) {
      if (size || length < 8) return null
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    }
    if (marker === sos) {
      scans += 1
      end = endOfScan(bytes, end)
    }
    if (makesThePicture(marker, bytes.subarray(at, end))) kept.push(bytes.subarray(at, end))
    at = end
  }
}

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Frames, tables, scans; and Adobe's twelve bytes, without which a picture in CMYK shows wrong colours. */
function makesThePicture(marker: number, segment: Uint8Array): boolean {
  if (marker === adobe) return segment.length === 16 && letters(segment.subarray(4, 9)) === 'Adobe'
  return marker >= 0xc0 && marker <= 0xdd
}

/** Inside a scan 0xFF stands before a stuffed zero or a restart; anything else begins the next part. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1]
    const isData = next === 0 || (next !== undefined && next >= 0xd0 && next <= 0xd7)
    if (!isData) return at
    at = bytes.indexOf(0xff, at + 2)
  }
  return bytes.length
}

export const letters = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

export function joined(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
