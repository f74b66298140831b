import { describe, expect, test } from 'vitest'
import { largestFile } from '#app/domain/documents/document.ts'
import { readFile, readPicture } from '#app/domain/documents/read-file.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { chunk, gps, jpeg, pdf, png, segment } from './given-files.ts'

const codeOf = (bytes: Uint8Array, read = readFile): string => {
  try {
    return read(bytes).mediaType
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
const text = (words: string) => Buffer.from(words, 'latin1')

test.each<[string, Uint8Array, string]>([
  ['a PDF', pdf(), 'application/pdf'],
  ['a JPEG', jpeg(), 'image/jpeg'],
  ['a PNG', png(), 'image/png'],
  ['nothing', text(''), 'file_missing'],
  ['a page, whatever it is called', text('<!doctype html><script>alert(1)</script>'), 'file_type_unknown'],
  [
    'a drawing that can hold a script',
    text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'file_type_unknown',
  ],
  ['a program', text('MZ\x90\0'), 'file_type_unknown'],
  ['an archive', text('PK\x03\x04'), 'file_type_unknown'],
  ['a picture of another kind', text('GIF89a'), 'file_type_unknown'],
  ['a page before a PDF', Buffer.concat([text('<html>'), pdf()]), 'file_type_unknown'],
  ['a PDF that was cut off', pdf().subarray(0, 30), 'file_damaged'],
  ['a PDF that goes on as a page', Buffer.concat([pdf(), text('<html>')]), 'file_is_two_things'],
  ['a JPEG that is a PDF too', jpeg({ extra: [segment(0xfe, pdf())] }), 'file_is_two_things'],
  ['a PNG that is a PDF too', png({ extra: [chunk('tEXt', pdf())] }), 'file_is_two_things'],
  ['only how a JPEG begins', Buffer.from([0xff, 0xd8, 0xff]), 'file_damaged'],
  ['a JPEG that was cut in its scan', jpeg({ cut: jpeg().length - 3 }), 'file_damaged'],
  ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'file_damaged'],
  ['a JPEG with two frames', jpeg({ extra: [segment(0xc0, Buffer.alloc(9, 1))] }), 'file_damaged'],
  ['a PNG that was cut off', png().subarray(0, 60), 'file_damaged'],
  ['only how a PNG begins', png().subarray(0, 8), 'file_damaged'],
  ['a PNG with a part nobody knows', png({ extra: [chunk('EVIL', text('x'))] }), 'file_damaged'],
  ['a PNG with two headers', png({ extra: [chunk('IHDR', Buffer.alloc(13, 1))] }), 'file_damaged'],
  ['a JPEG of no size', jpeg({ width: 0 }), 'file_damaged'],
  ['a bomb in a JPEG', jpeg({ width: 65_535, height: 65_535 }), 'picture_too_large'],
  ['a bomb in a PNG', png({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }), 'picture_too_large'],
  ['a scan at 600 dpi', jpeg({ width: 5_100, height: 8_400 }), 'image/jpeg'],
  ['more than ten megabytes', Buffer.concat([pdf(), Buffer.alloc(largestFile)]), 'file_too_large'],
])('%s', (_what, bytes, expected) => {
  expect(codeOf(bytes)).toBe(expected)
})

test('a changed byte of a PNG is found by its checksum', () => {
  const bytes = png()
  bytes[30] = (bytes[30] ?? 0) ^ 1
  expect(codeOf(bytes)).toBe('file_damaged')
})

test('with the books only pictures are kept', () => {
  expect(codeOf(pdf(), readPicture)).toBe('evidence_is_a_picture')
  expect(codeOf(png(), readPicture)).toBe('image/png')
})

describe('what tells of the taking is gone, the picture stays', () => {
  const traces = /Exif|GPS|41\.8781|Canary|Adobe_CM|film/

  test('from a JPEG', () => {
    const adobe = segment(0xee, Buffer.concat([text('Adobe'), Buffer.alloc(7)]))
    const bytes = jpeg({
      extra: [
        gps,
        segment(0xfe, text('Canary comment')),
        segment(0xed, text('Photoshop 3.0 Canary')),
        segment(0xe2, text('ICC_PROFILE Canary')),
        segment(0xee, text('Adobe_CM Canary, longer than it may be')),
        adobe,
      ],
      tail: text('film Canary of the same minute'),
    })
    expect(bytes.toString('latin1')).toMatch(traces)
    const clean = Buffer.from(readFile(bytes).bytes)
    expect(clean.toString('latin1')).not.toMatch(traces)
    expect(clean.equals(jpeg({ extra: [adobe] }))).toBe(true)
    expect(Buffer.from(readFile(clean).bytes).equals(clean)).toBe(true)
  })

  test('from a PNG', () => {
    const bytes = png({
      extra: [
        chunk('tEXt', text('Author\0Canary')),
        chunk('iTXt', text('XML:com.adobe.xmp\0Canary')),
        chunk('eXIf', text('MM GPS 41.8781')),
        chunk('tIME', Buffer.alloc(7, 1)),
        chunk('gAMA', Buffer.alloc(4, 1)),
      ],
      tail: text('Canary film'),
    })
    const clean = Buffer.from(readFile(bytes).bytes)
    expect(clean.toString('latin1')).not.toMatch(traces)
    expect(clean.equals(png({ extra: [chunk('gAMA', Buffer.alloc(4, 1))] }))).toBe(true)
  })
})

test('any bytes get an answer, and quickly', () => {
  const seeds = [jpeg({ extra: [gps] }), png(), pdf()]
  const codes = new Set<string>()
  for (let round = 0; round < 3_000; round += 1) {
    const bytes = Buffer.from(seeds[round % 3] ?? jpeg())
    // The same numbers at every run.
    const at = (round * 7919) % bytes.length
    bytes[at] = (round * 104_729) & 255
    codes.add(codeOf(bytes.subarray(0, bytes.length - (round % 5 === 0 ? round % bytes.length : 0))))
  }
  expect([...codes].sort()).toEqual(expect.arrayContaining(['file_damaged', 'image/jpeg', 'image/png']))
})
