import { Secret, TOTP } from 'otpauth'
import { encode } from 'uqr'

/** Seconds that one code is shown. */
const period = 30

/** A code before and one after the current one is taken too, for clocks that are a little off. */
const window = 1

export const newSecret = (): string => new Secret({ size: 20 }).base32

export type TotpEnrolment = {
  /** Base32, for typing by hand. */
  secret: string
  uri: string
  /** The same as a QR code: an SVG path of unit squares, in a square of that size with its quiet border. */
  qr: { size: number; path: string }
}

/** A secret as an authenticator reads it. */
export function enrolmentOf(secret: string, email: string): TotpEnrolment {
  const totp = new TOTP({ issuer: 'Homeward', label: email, secret, period, digits: 6, algorithm: 'SHA1' })
  const uri = totp.toString()
  return { secret, uri, qr: qrOf(uri) }
}

function qrOf(text: string): TotpEnrolment['qr'] {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
  return { size, path: squares.join('') }
}

/** The time step that the code belongs to, or null for a wrong one. */
export function stepOf(code: string, secret: string, at: Date): bigint | null {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = at.getTime()
  const off = TOTP.validate({
    token,
    secret: Secret.fromBase32(secret),
    period,
    digits: 6,
    timestamp,
    window,
  })
  return off === null ? null : BigInt(TOTP.counter({ period, timestamp }) + off)
}
