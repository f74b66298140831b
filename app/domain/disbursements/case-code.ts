/** Letters and digits that nobody mishears or misreads: no B, I, L, O, S, U, Z, no 0 and 1. */
const alphabet = 'ACDEFGHJKMNPQRTVWXY23456789'

export const caseCodePattern = /^[A-Z2-9]{4}-[A-Z2-9]{4}$/

/** The code that was said or typed, in whatever case and with or without its hyphen; null where it cannot be one. */
export function readCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '')
  const code = `${letters.slice(0, 4)}-${letters.slice(4)}`
  return caseCodePattern.test(code) ? code : null
}

/** A random name for a case: outside the vault a person is this and nothing else. */
export function newCaseCode(): string {
  const letters = Array.from({ length: 8 }, randomLetter).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

function randomLetter(): string {
  const fair = 256 - (256 % alphabet.length)
  const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
  return byte < fair ? alphabet.charAt(byte % alphabet.length) : randomLetter()
}
