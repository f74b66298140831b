import { BackupRefused } from './refused.ts'

/**
 * What a backup is made of, once it is decrypted and decompressed: a letter, a length, and that many bytes. Opening, then for
 * each table its start, its rows as COPY gave them, its end; then the closing.
 */
export type RecordKind = keyof typeof letters
export type BackupRecord = { kind: RecordKind; body: Buffer }

const letters = { opening: 'O', start: 'T', rows: 'R', end: 'E', closing: 'C' } as const
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as RecordKind]))
const headLength = 5

export function record(kind: RecordKind, body: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body), 'utf8')
  const head = Buffer.alloc(headLength)
  head.write(letters[kind], 0, 'latin1')
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

/** Cuts a stream of bytes into records, holding no more than one. */
export async function* records(bytes: AsyncIterable<Buffer>): AsyncGenerator<BackupRecord> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      const whole = held.length < headLength ? 0 : headLength + held.readUInt32BE(1)
      if (whole === 0 || held.length < whole) break
      const kind = kinds.get(held.toString('latin1', 0, 1) as (typeof letters)[RecordKind])
      if (!kind) throw new BackupRefused('This backup holds something that this version does not know.')
      yield { kind, body: held.subarray(headLength, whole) }
      held = held.subarray(whole)
    }
  }
  if (held.length > 0) throw new BackupRefused('This backup ends in the middle of a record.')
}
