import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import type { BackupKind } from './manifest.ts'
import { BackupRefused } from './refused.ts'

/**
 * A sealed file: head (magic, kind, salt, check of the key), then chunks of AES-256-GCM, each with its length and tag. The
 * key is the file's own (HKDF with the salt), so that a chunk's number can be its nonce. Number, head and whether it is the
 * last are authenticated with each chunk: none can be changed, moved, left out, or cut off at the end.
 */
const magic = Buffer.from('HOMEWARD-BACKUP-1\n', 'latin1')
const letters: Record<BackupKind, string> = { data: 'D', keys: 'K' }
const saltLength = 32
const checkLength = 16
export const headLength = magic.length + 1 + saltLength + checkLength
const chunkLength = 64 * 1024
const tagLength = 16
const lastBit = 0x8000_0000

/** Seals what flows through, for one kind of backup. */
export function sealing(key: Buffer, kind: BackupKind): Transform {
  const start = Buffer.concat([magic, Buffer.from(letters[kind], 'latin1'), randomBytes(saltLength)])
  const keys = keysOf(key, start)
  const head = Buffer.concat([start, keys.check])
  let held = Buffer.alloc(0)
  let number = 0
  const chunk = (plain: Buffer, last: boolean): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE((plain.length | (last ? lastBit : 0)) >>> 0)
    const cipher = createCipheriv('aes-256-gcm', keys.file, nonceOf(number++))
    cipher.setAAD(Buffer.concat([head, length]))
    const body = Buffer.concat([cipher.update(plain), cipher.final()])
    return Buffer.concat([length, body, cipher.getAuthTag()])
  }
  return new Transform({
    construct(done) {
      this.push(head)
      done()
    },
    transform(bytes: Buffer, _encoding, done) {
      held = Buffer.concat([held, bytes])
      while (held.length > chunkLength) {
        this.push(chunk(held.subarray(0, chunkLength), false))
        held = held.subarray(chunkLength)
      }
      done()
    },
    flush(done) {
      this.push(chunk(held, true))
      done()
    },
  })
}

/** Opens what `sealing` made. Fails in words where the key is another, a byte was changed, or the end is missing. */
export function unsealing(key: Buffer, expected: BackupKind): Transform {
  let held = Buffer.alloc(0)
  let head: Buffer | undefined
  let fileKey = key
  let number = 0
  let ended = false
  function readHead(): void {
    head = held.subarray(0, headLength)
    held = held.subarray(headLength)
    const kind = kindOf(head)
    if (!kind) throw new BackupRefused('This is no backup of Homeward.')
    if (kind !== expected) {
      throw new BackupRefused(`This is a backup of ${kind}, where one of ${expected} is wanted.`)
    }
    const keys = keysOf(key, head.subarray(0, headLength - checkLength))
    if (!timingSafeEqual(keys.check, head.subarray(headLength - checkLength))) {
      throw new BackupRefused('This backup was made with another BACKUP_KEY, or its beginning was changed.')
    }
    fileKey = keys.file
  }
  function nextChunk(): Buffer | null {
    if (!head || held.length < 4) return null
    if (ended) throw changed()
    const word = held.readUInt32BE()
    const length = (word & ~lastBit) >>> 0
    if (length > chunkLength) throw changed()
    const end = 4 + length + tagLength
    if (held.length < end) return null
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonceOf(number++), { authTagLength: tagLength })
    decipher.setAAD(Buffer.concat([head, held.subarray(0, 4)]))
    decipher.setAuthTag(held.subarray(end - tagLength, end))
    const plain = opened(() =>
      Buffer.concat([decipher.update(held.subarray(4, 4 + length)), decipher.final()]),
    )
    ended = word >= lastBit
    held = held.subarray(end)
    return plain
  }
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      attempt(done, () => {
        held = Buffer.concat([held, bytes])
        if (!head && held.length >= headLength) readHead()
        for (let plain = nextChunk(); plain; plain = nextChunk()) this.push(plain)
      })
    },
    flush(done) {
      attempt(done, () => {
        if (!head && !held.subarray(0, magic.length).equals(magic)) {
          throw new BackupRefused('This is no backup of Homeward.')
        }
        if (!ended || held.length > 0) throw new BackupRefused('This backup is cut off: its end is missing.')
      })
    },
  })
}

/** What a file is by its first bytes; null where it is no backup. The key proves it, this only asks. */
export function kindOf(head: Buffer): BackupKind | null {
  if (!head.subarray(0, magic.length).equals(magic)) return null
  const letter = head.toString('latin1', magic.length, magic.length + 1)
  return letter === letters.data ? 'data' : letter === letters.keys ? 'keys' : null
}

const changed = () => new BackupRefused('This backup was changed after it was made.')

function opened(open: () => Buffer): Buffer {
  try {
    return open()
  } catch {
    throw changed()
  }
}

function attempt(done: TransformCallback, work: () => void): void {
  try {
    work()
    done()
  } catch (error) {
    done(error as Error)
  }
}

const derive = (key: Buffer, start: Buffer, use: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, start, `homeward:backup:${use}`, length))

const keysOf = (key: Buffer, start: Buffer) => ({
  file: derive(key, start, 'file', 32),
  check: derive(key, start, 'check', checkLength),
})

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 4)
  return nonce
}
