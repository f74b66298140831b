import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/** An authenticator in software: one ES256 passkey that answers like a browser, for one site. */
export function softwareAuthenticator(site: { origin: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const rpIdHash = sha256(Buffer.from(new URL(site.origin).hostname))
  let counter = 0
  let userHandle = ''

  return {
    /** Makes the passkey, as `navigator.credentials.create` would. Answers JSON. */
    create(options: { challenge: string; user: { id: string } }): string {
      userHandle = options.user.id
      const credential = Buffer.concat([Buffer.alloc(16), length16(id), id, coseKey(publicKey)])
      const authData = Buffer.concat([
        rpIdHash,
        flags(present | verified | attested),
        length32(counter),
        credential,
      ])
      return answer(id, {
        clientDataJSON: clientData('webauthn.create', options.challenge, site.origin),
        attestationObject: cbor(
          new Map<string, Cbor>([
            ['fmt', 'none'],
            ['attStmt', new Map()],
            ['authData', authData],
          ]),
        ).toString('base64url'),
        transports: ['internal'],
      })
    },

    /** Uses it, as `navigator.credentials.get` would. Answers JSON. */
    get(options: { challenge: string }, how: { userVerified?: boolean; rewind?: number } = {}): string {
      counter = counter + 1 - (how.rewind ?? 0)
      const state = present | (how.userVerified === false ? 0 : verified)
      const authenticatorData = Buffer.concat([rpIdHash, flags(state), length32(counter)])
      const clientDataJSON = clientData('webauthn.get', options.challenge, site.origin)
      const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))])
      return answer(id, {
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(privateKey).toString('base64url'),
        userHandle,
      })
    },
  }
}

const present = 0x01
const verified = 0x04
const attested = 0x40

const answer = (id: Buffer, response: object): string =>
  JSON.stringify({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    response,
    clientExtensionResults: {},
  })

const clientData = (type: string, challenge: string, origin: string): string =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')

/** RFC 9053: kty EC2, alg ES256, crv P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
}

type Cbor = number | string | Buffer | Map<string, Cbor> | Map<number, Cbor>

/** As much of RFC 8949 as a passkey needs. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].flatMap(([name, each]) => [cbor(name), cbor(each)])
  return Buffer.concat([head(5, value.size), ...entries])
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size])
  if (size < 256) return Buffer.from([(major << 5) | 24, size])
  return Buffer.from([(major << 5) | 25, size >> 8, size & 0xff])
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
const flags = (bits: number): Buffer => Buffer.from([bits])
const length16 = (bytes: Buffer): Buffer => Buffer.from([bytes.length >> 8, bytes.length & 0xff])

function length32(size: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(size)
  return bytes
}
