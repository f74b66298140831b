import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { env } from './env.ts'

/** Where a sealed value lives. It is authenticated with the value, so that a cell cannot be moved to another row. */
export type Cell = { table: string; column: string; row: string }

const version = 1
const keyIdLength = 4
const nonceLength = 12
const tagLength = 16

/**
 * Seals text or bytes for one cell: AES-256-GCM with a fresh data key per value, wrapped by the vault key.
 * Layout: version, key id; nonce, tag and wrapped data key; nonce, tag and ciphertext.
 */
export function seal(
  plain: string | Uint8Array,
  cell: Cell,
  vaultKey: Buffer = currentVaultKey(),
): Buffer<ArrayBuffer> {
  const context = associated(cell)
  const dataKey = randomBytes(32)
  const wrapped = encrypt(vaultKey, dataKey, context)
  const body = encrypt(dataKey, typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain, context)
  return Buffer.concat([Buffer.from([version]), keyId(vaultKey), ...wrapped, ...body])
}

/** Opens what `seal` made for the same cell. Throws where the key is another, or where value or cell were changed. */
export const open = (sealed: Uint8Array, cell: Cell, vaultKey: Buffer = currentVaultKey()): string =>
  openBytes(sealed, cell, vaultKey).toString('utf8')

/** The same, for what is no text. */
export function openBytes(sealed: Uint8Array, cell: Cell, vaultKey: Buffer = currentVaultKey()): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes[0] !== version) throw new Error('sealed value of an unknown version')
  const context = associated(cell)
  let at = 1
  const take = (length: number) => {
    const part = bytes.subarray(at, at + length)
    at += length
    return part
  }
  if (!take(keyIdLength).equals(keyId(vaultKey))) throw new Error('sealed with another vault key')
  const dataKey = decrypt(vaultKey, take(nonceLength), take(tagLength), take(32), context)
  return decrypt(dataKey, take(nonceLength), take(tagLength), bytes.subarray(at), context)
}

/** A random token for links and cookies: 256 bits, URL-safe. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What is stored instead of a token. Tokens are random, so a plain digest cannot be guessed back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const sha256Hex = (of: string | Uint8Array): string => createHash('sha256').update(of).digest('hex')

/** Signs a value for one purpose with a key derived from SESSION_SECRET. */
export const sign = (purpose: string, value: string): string =>
  createHmac('sha256', purposeKey(purpose)).update(value).digest('base64url')

export function signatureMatches(purpose: string, value: string, signature: string): boolean {
  const expected = Buffer.from(sign(purpose, value))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/**
 * What the database is searched by instead of a value: without the vault key it can neither be read nor guessed. Tokens of
 * two kinds never meet.
 */
export const blindToken = (kind: string, value: string): Buffer<ArrayBuffer> =>
  Buffer.from(createHmac('sha256', indexKey(kind)).update(value, 'utf8').digest())

/** Kinds are few and their keys are asked for with every row of a file: each is derived once for a vault key. */
function indexKey(kind: string): Buffer {
  const name = `${env().VAULT_KEY} ${kind}`
  const known = indexKeys.get(name)
  if (known) return known
  const derived = Buffer.from(hkdfSync('sha256', currentVaultKey(), '', `homeward:index:${kind}`, 32))
  indexKeys.set(name, derived)
  return derived
}

const indexKeys = new Map<string, Buffer>()

function purposeKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', env().SESSION_SECRET, '', `homeward:${purpose}`, 32))
}

const currentVaultKey = (): Buffer => Buffer.from(env().VAULT_KEY, 'base64')

const keyId = (key: Buffer): Buffer => createHash('sha256').update(key).digest().subarray(0, keyIdLength)

const associated = (cell: Cell): Buffer =>
  Buffer.from(JSON.stringify([cell.table, cell.column, cell.row]), 'utf8')

function encrypt(key: Buffer, plain: Uint8Array, context: Buffer): [Buffer, Buffer, Buffer] {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(context)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return [nonce, cipher.getAuthTag(), body]
}

function decrypt(key: Buffer, nonce: Buffer, tag: Buffer, body: Buffer, context: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(context)
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(body), decipher.final()])
}
