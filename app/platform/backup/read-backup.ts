import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type BackupKind, Closing, Opening, TableEnd, TableStart } from './manifest.ts'
import { type BackupRecord, records } from './records.ts'
import { BackupRefused } from './refused.ts'
import { unsealing } from './seal-stream.ts'

export type BackupFile = { file: string; key: Buffer; kind: BackupKind }

/** One table of a backup: its rows are to be read before the next table is asked for. */
export type BackupTable = TableStart & { rows(): AsyncGenerator<Buffer, TableEnd> }

/** The bytes of a backup, decrypted and decompressed, each proved before it is handed on. */
export function openBackup({ file, key, kind }: BackupFile): AsyncIterable<Buffer> {
  const opened = createGunzip()
  // What goes wrong on the way ends the last stream, whose reader hears of it.
  pipeline(createReadStream(file), unsealing(key, kind), opened, () => undefined)
  return opened
}

/** Only what it opens with: when it was taken, and of what. */
export async function readOpening(of: BackupFile): Promise<Opening> {
  for await (const { kind, body } of records(openBackup(of))) {
    if (kind === 'opening') return Opening.parse(json(body))
    break
  }
  throw outOfOrder()
}

/**
 * Walks a whole backup, table by table, and answers its closing. Throws where rows or digests are not those that it ends
 * with.
 */
export async function walkBackup(
  of: BackupFile,
  visit: { opening?(opening: Opening): Promise<void>; table(table: BackupTable): Promise<void> },
): Promise<Closing> {
  const all = records(openBackup(of))
  const next = async (): Promise<BackupRecord> => {
    const { done, value } = await all.next()
    if (done) throw outOfOrder()
    return value
  }
  try {
    const first = await next()
    if (first.kind !== 'opening') throw outOfOrder()
    await visit.opening?.(Opening.parse(json(first.body)))
    const seen: TableEnd[] = []
    for (;;) {
      const { kind, body } = await next()
      if (kind === 'closing') return closed(Closing.parse(json(body)), seen)
      if (kind !== 'start') throw outOfOrder()
      const start = TableStart.parse(json(body))
      let end: TableEnd | undefined
      await visit.table({
        ...start,
        rows: async function* () {
          end = yield* rowsOf(start.table, next)
          return end
        },
      })
      if (!end) throw outOfOrder()
      seen.push(end)
    }
  } finally {
    await all.return(undefined)
  }
}

async function* rowsOf(table: string, next: () => Promise<BackupRecord>): AsyncGenerator<Buffer, TableEnd> {
  const digest = createHash('sha256')
  for (;;) {
    const { kind, body } = await next()
    if (kind === 'rows') {
      digest.update(body)
      yield body
    } else if (kind === 'end') {
      const end = TableEnd.parse(json(body))
      if (end.table !== table || end.sha256 !== digest.digest('hex')) {
        throw new BackupRefused(`The rows of ${table} are not those that were written.`)
      }
      return end
    } else throw outOfOrder()
  }
}

function closed(closing: Closing, seen: TableEnd[]): Closing {
  if (JSON.stringify(closing.tables) !== JSON.stringify(seen)) throw outOfOrder()
  return closing
}

const json = (body: Buffer): unknown => JSON.parse(body.toString('utf8'))

const outOfOrder = () => new BackupRefused('This backup is not in the order that this version writes.')
