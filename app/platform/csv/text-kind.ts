/** How the bytes of a text file are read. */
const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

type TextKind = { ok: true; encoding: Encoding } | { ok: false; problem: 'spreadsheet' | 'not_text' }

const spreadsheets = ['504b0304', 'd0cf11e0']

/**
 * Tells a file's encoding as its bytes go by: by its mark, else by where its zeros stand, else UTF-8 while every byte of it
 * is, and Windows-1252 where one is not. What holds zeros and is neither is no text at all.
 */
export class TextSniffer {
  private head: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  private readonly strict = new TextDecoder('utf-8', { fatal: true })
  private isUtf8 = true
  private hasZeros = false

  see(bytes: Uint8Array): void {
    if (this.head.length < 4096) this.head = Buffer.concat([this.head, bytes.subarray(0, 4096)])
    this.hasZeros ||= bytes.includes(0)
    if (!this.isUtf8) return
    this.isUtf8 = decodes(() => this.strict.decode(bytes, { stream: true }))
  }

  kind(): TextKind {
    const mark = this.head.subarray(0, 4).toString('hex')
    if (spreadsheets.includes(mark)) return { ok: false, problem: 'spreadsheet' }
    if (mark.startsWith('fffe')) return { ok: true, encoding: 'utf-16le' }
    if (mark.startsWith('feff')) return { ok: true, encoding: 'utf-16be' }
    if (this.hasZeros) return unmarked(this.head)
    const isUtf8 = this.isUtf8 && decodes(() => this.strict.decode())
    return { ok: true, encoding: isUtf8 ? 'utf-8' : 'windows-1252' }
  }
}

function decodes(work: () => string): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** Text of western letters in UTF-16 has a zero in every second place. */
function unmarked(head: Buffer): TextKind {
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = head.length / 2
  if (odd > half * 0.7 && even < half * 0.1) return { ok: true, encoding: 'utf-16le' }
  if (even > half * 0.7 && odd < half * 0.1) return { ok: true, encoding: 'utf-16be' }
  return { ok: false, problem: 'not_text' }
}

/** Whoever reads rows tells all those of a part at once: a large part's would lie in memory while the first are kept. */
const partBytes = 16 * 1024

/** Bytes to text, part by part; the mark at the beginning is left out. */
export async function* decoded(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += partBytes)
      yield decoder.decode(piece.subarray(at, at + partBytes), { stream: true })
  yield decoder.decode()
}

const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** What parts the cells of the first line: what stands there most, outside quotes. A file of one column has commas. */
export function delimiterOf(text: string): Delimiter {
  const line = firstLine(text).replaceAll(/"(?:[^"]|"")*"/g, '')
  const counted = delimiters.map((one) => ({ one, times: line.split(one).length - 1 }))
  return counted.reduce((most, each) => (each.times > most.times ? each : most)).one
}

/** Up to where the first row ends that says something: a line break in quotes is none. */
export function firstLine(text: string): string {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    if (!quoted && (text[at] === '\n' || text[at] === '\r') && text.slice(0, at).trim() !== '')
      return text.slice(0, at)
  }
  return text
}
