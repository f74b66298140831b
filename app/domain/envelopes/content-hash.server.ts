import { sha256Hex } from '#app/platform/crypto.ts'
import type { EnvelopeContent } from './envelope.ts'

/** Names the content: another sum, time, purpose or poster is another envelope. */
export const envelopeHash = (content: EnvelopeContent & { purposeVersion: number }): string =>
  sha256Hex(
    JSON.stringify([
      'night-envelope-1',
      content.fundId,
      content.purposeVersion,
      [...content.purposeCodes].sort(),
      [...content.posterIds].sort(),
      content.total.toString(),
      content.cap.toString(),
      content.bonds,
      content.opensAt.toISOString(),
      content.closesAt.toISOString(),
    ]),
  )
