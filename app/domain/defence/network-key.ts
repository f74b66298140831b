import { blindToken } from '#app/platform/crypto.ts'
import { networkOf } from '#app/platform/network-of.ts'

/** What is kept instead of a network address: gifts begun in one place are seen, and the place is not known. */
export const networkKey = (address: string): Buffer<ArrayBuffer> =>
  blindToken('giving-network', networkOf(address))
