import { blindToken } from '#app/platform/crypto.ts'

/** What stands in place of an erased donor's address. No mail goes there, and nobody can type it as theirs. */
export const erasedAddress = (donorId: string): string => `erased:${donorId}`

/** What an erased address is recognised by: without our key it can neither be read nor guessed. */
export const erasedToken = (email: string): Buffer<ArrayBuffer> => blindToken('erased-donor', email)
