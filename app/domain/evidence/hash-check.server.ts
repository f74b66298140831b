import type { Check, Queryable } from '#app/domain/ledger/check.ts'
import { sha256Hex } from '#app/platform/crypto.ts'

type SealedFile = { id: string; sha256: string; sealed: Uint8Array }

type Kept = {
  name: string
  /** The next sealed file after the id in `$1`, by id: `id`, `sha256`, `sealed`. */
  next: string
  open: (id: string, sealed: Uint8Array) => Uint8Array
}

const beforeAll = '00000000-0000-0000-0000-000000000000'

/** Opens one file after the other, so that many large ones never lie in memory together. */
export function hashCheck({ name, next, open }: Kept): Check {
  const hashOf = ({ id, sealed }: SealedFile): string | null => {
    try {
      return sha256Hex(open(id, sealed))
    } catch {
      return null
    }
  }
  const run = async (db: Queryable) => {
    let last = beforeAll
    for (;;) {
      const { rows } = await db.query<SealedFile>(next, [last])
      const [row] = rows
      if (!row) return null
      if (hashOf(row) !== row.sha256) return { id: row.id, sha256: row.sha256 }
      last = row.id
    }
  }
  return { name, run }
}
