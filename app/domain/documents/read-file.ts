import { Refusal } from '#app/domain/refusal.ts'
import { largestFile, type MediaType, mostPixels } from './document.ts'
import { type CleanPicture, cleanJpeg, letters } from './jpeg.ts'
import { cleanPng, isPng } from './png.ts'

export type ReadFile = { mediaType: MediaType; bytes: Uint8Array }

/**
 * What a file really is, by its own bytes: what it is called and said to be counts for nothing. Pictures come back
 * without what tells of their taking. Refuses, beside `file`: `file_missing`, `file_too_large`, `file_type_unknown`,
 * `file_damaged`, `file_is_two_things` and `picture_too_large`.
 */
export function readFile(bytes: Uint8Array): ReadFile {
  if (bytes.length === 0) throw refuse('file_missing')
  if (bytes.length > largestFile) throw refuse('file_too_large')
  const mediaType = typeOf(bytes)
  if (!mediaType) throw refuse('file_type_unknown')
  if (mediaType === 'application/pdf') return { mediaType, bytes: wholePdf(bytes) }
  if (hidesPdf(bytes)) throw refuse('file_is_two_things')
  const picture = mediaType === 'image/png' ? cleanPng(bytes) : cleanJpeg(bytes)
  if (!picture) throw refuse('file_damaged')
  refuseTooManyPixels(picture)
  return { mediaType, bytes: picture.bytes }
}

/** A picture, and no PDF: under what is covered in a PDF the text often still stands. Refuses `evidence_is_a_picture`. */
export function readPicture(bytes: Uint8Array): ReadFile {
  if (typeOf(bytes) === 'application/pdf') throw refuse('evidence_is_a_picture')
  return readFile(bytes)
}

const refuse = (code: string): Refusal => new Refusal(code, {}, 'file')

function typeOf(bytes: Uint8Array): MediaType | null {
  if (isPng(bytes)) return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  return letters(bytes.subarray(0, 5)) === '%PDF-' ? 'application/pdf' : null
}

const nearAnEnd = 1024

/** A PDF that was cut off, or that goes on as something else after its end, is none. */
function wholePdf(bytes: Uint8Array): Uint8Array {
  const tail = letters(bytes.subarray(-nearAnEnd))
  const end = tail.lastIndexOf('%%EOF')
  if (end < 0) throw refuse('file_damaged')
  if (/[^\s\0]/.test(tail.slice(end + 5))) throw refuse('file_is_two_things')
  return bytes
}

/** Readers of PDF take one that begins within the first thousand bytes, so a picture could be both. */
const hidesPdf = (bytes: Uint8Array): boolean => letters(bytes.subarray(0, nearAnEnd)).includes('%PDF-')

function refuseTooManyPixels({ width, height }: CleanPicture): void {
  if (width === 0 || height === 0) throw refuse('file_damaged')
  if (width * height > mostPixels) throw refuse('picture_too_large')
}
