import { createHash, randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** An id that looks like Stripe's: a prefix that tells the kind, then random letters and digits. */
export function newId(prefix: string, length = 24): string {
  let id = `${prefix}_`
  for (const byte of randomBytes(length)) id += alphabet[byte % alphabet.length]
  return id
}

/** The id of the account behind a key: always the same for the same key. */
export const accountId = (name: string) =>
  `acct_sandbox_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`

/** An expandable field holds an id, an object, or nothing; the sandbox stores ids. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (!value) return null
  return typeof value === 'string' ? value : value.id
}
