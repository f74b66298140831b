import { isIPv4, isIPv6 } from 'node:net'

/**
 * The network that an address belongs to, as it is counted: an IPv4 address whole, of an IPv6 address the first half, since
 * one connection has all of the other. What is no address stands for itself.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped && isIPv4(mapped)) return mapped
  if (!isIPv6(bare)) return bare
  return `${groupsOf(bare).slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, those that are left out between two colons too. */
function groupsOf(address: string): string[] {
  const [before = '', after = ''] = address.split('::')
  const [first, last] = [before, after].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ]
  // The last two groups may be written as an IPv4 address.
  const written = first.length + last.length + (address.includes('.') ? 1 : 0)
  const absent = Array.from({ length: Math.max(0, 8 - written) }, () => '0')
  return [...first, ...absent, ...last].map((group) => group.replace(/^0+(?=.)/, ''))
}
