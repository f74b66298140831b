import { startAuthentication } from '@simplewebauthn/browser'
import type { PasskeyAnswered } from './passkey-answer.tsx'

/** Fetches what is to be signed from one of our own addresses, and has the browser ask for the passkey. */
export async function askPasskey(
  address: string,
  about: Record<string, string> = {},
): Promise<PasskeyAnswered> {
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(about) })
  if (!response.ok) throw new Error('no challenge')
  const { challengeId, options } = await response.json()
  return { challengeId, answer: await startAuthentication({ optionsJSON: options }) }
}
