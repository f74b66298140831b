import { createHash, randomUUID } from 'node:crypto'
import {
  type Delimiter,
  decoded,
  delimiterOf,
  type Encoding,
  TextSniffer,
} from '#app/platform/csv/text-kind.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { largestImport } from './import.ts'

export type KeptFile = {
  id: string
  bytes: number
  sha256: string
  encoding: Encoding
  delimiter: Delimiter
}

export type FileProblem =
  | 'file_missing'
  | 'import_too_large'
  | 'import_is_a_spreadsheet'
  | 'import_is_no_text'

const system = { scope: { kind: 'system' } } as const
const pieceBytes = 1024 * 1024

/**
 * Keeps a file piece by piece as it arrives, never whole in memory. What is too large or no text is dropped again at once,
 * and named. The batch that is made of it takes the file's id.
 */
export async function keepFile(
  arriving: AsyncIterable<Uint8Array>,
  { most = largestImport }: { most?: number } = {},
): Promise<KeptFile | FileProblem> {
  const id = randomUUID()
  try {
    const kept = await keepPieces(id, arriving, most)
    if (typeof kept === 'string') await dropFile({ id })
    return kept
  } catch (error) {
    await dropFile({ id })
    throw error
  }
}

async function keepPieces(
  id: string,
  arriving: AsyncIterable<Uint8Array>,
  most: number,
): Promise<KeptFile | FileProblem> {
  const sniffer = new TextSniffer()
  const hash = createHash('sha256')
  const pieces = new Pieces(id)
  let bytes = 0
  for await (const part of arriving) {
    bytes += part.length
    if (bytes > most) return 'import_too_large'
    sniffer.see(part)
    hash.update(part)
    await pieces.add(part)
  }
  await pieces.end()
  if (bytes === 0) return 'file_missing'
  const kind = sniffer.kind()
  if (!kind.ok) return kind.problem === 'spreadsheet' ? 'import_is_a_spreadsheet' : 'import_is_no_text'
  const { encoding } = kind
  const head = await headOf({ id, encoding })
  return { id, bytes, sha256: hash.digest('hex'), encoding, delimiter: delimiterOf(head) }
}

class Pieces {
  private readonly id: string
  private held: Uint8Array[] = []
  private size = 0
  private position = 0

  constructor(id: string) {
    this.id = id
  }

  async add(part: Uint8Array): Promise<void> {
    // What arrives is only lent; it is over once the next part comes.
    this.held.push(Buffer.from(part))
    this.size += part.length
    if (this.size >= pieceBytes) await this.write()
  }

  async end(): Promise<void> {
    if (this.size > 0) await this.write()
  }

  private async write(): Promise<void> {
    const bytes = Buffer.concat(this.held)
    await inTransaction(system, (tx) =>
      tx.importChunk.create({ data: { batchId: this.id, position: this.position, bytes } }),
    )
    this.held = []
    this.size = 0
    this.position++
  }
}

/** The pieces of a kept file, one at a time. */
export async function* piecesOf({ id }: { id: string }): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position++) {
    const piece = await inTransaction(system, (tx) =>
      tx.importChunk.findUnique({ where: { batchId_position: { batchId: id, position } } }),
    )
    if (!piece) return
    yield piece.bytes
  }
}

/** How the file begins: enough for its first rows. */
export async function headOf({ id, encoding }: { id: string; encoding: Encoding }): Promise<string> {
  const first = await piecesOf({ id }).next()
  const bytes = first.done ? new Uint8Array() : first.value.subarray(0, 64 * 1024)
  let text = ''
  for await (const part of decoded([bytes], encoding)) text += part
  return text
}

export const dropFile = ({ id }: { id: string }): Promise<void> =>
  inTransaction(system, (tx) => dropPieces(tx, id))

/** The same where the file goes with what else is done. Sees the pieces only as the system. */
export async function dropPieces(tx: Tx, id: string): Promise<void> {
  await tx.importChunk.deleteMany({ where: { batchId: id } })
}
