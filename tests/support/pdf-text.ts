import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

export type ReadPdf = {
  bytes: Buffer
  /** As a reader would copy it, white space made even. */
  text: string
  /** The same, page by page. */
  pages: string[]
  /** The tags, one a line, with what stands in them. */
  tags: string
  info: string
  fonts: string
  /** What is said in place of glyphs, as it stands in the structure. */
  actual: string[]
}

export const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** A PDF read by a program that is not ours. */
export async function readPdf(pdf: Readable): Promise<ReadPdf> {
  const bytes = await buffer(pdf)
  const folder = mkdtempSync(join(tmpdir(), 'paper-'))
  try {
    const file = join(folder, 'paper.pdf')
    writeFileSync(file, bytes)
    const run = (program: string, ...args: string[]) =>
      execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' })
    const copied = run('pdftotext', file, '-')
    return {
      bytes,
      text: even(copied),
      pages: copied.split('\f').map(even),
      tags: run('pdfinfo', '-struct-text', file),
      info: run('pdfinfo', file),
      fonts: run('pdffonts', file),
      actual: actualTexts(bytes),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Line ends and marks of direction, which every reader sets otherwise, are no part of what is said. */
const even = (text: string) =>
  text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()

function actualTexts(bytes: Buffer): string[] {
  const source = bytes.toString('latin1')
  return [...source.matchAll(/\/ActualText \(((?:\\.|[^\\)])*)\)/gs)].map(([, escaped = '']) => {
    const raw = Buffer.from(
      escaped.replace(/\\([nrtbf\\()])/g, (_, sign: string) => unescaped[sign] ?? sign),
      'latin1',
    )
    return raw[0] === 0xfe && raw[1] === 0xff
      ? raw.subarray(2).swap16().toString('utf16le')
      : raw.toString('latin1')
  })
}

const unescaped: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
