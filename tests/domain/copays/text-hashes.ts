import { agreementTexts, textVersion } from '#app/domain/copays/texts/texts.ts'
import { sha256Hex } from '#app/platform/crypto.ts'

/** The version of the papers, and the beginning of each one's hash. */
export const textHashes = () => ({
  version: textVersion,
  ...Object.fromEntries(
    Object.entries(agreementTexts).map(([language, text]) => [
      language,
      sha256Hex(JSON.stringify(text)).slice(0, 16),
    ]),
  ),
})
