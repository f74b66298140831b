import type { MessageName } from '#emails/messages.ts'

/**
 * Messages that are nothing but a way in as their reader. Where one did not arrive its reader asks for another; in anyone else's
 * hands it would open the reader's own pages, so staff are shown none of them.
 */
export const waysIn: readonly MessageName[] = ['donor-sign-in', 'donor-email-change']

/** Addresses in a mail that are the same for every reader. */
const forEveryone: ReadonlySet<string> = new Set(['fundUrl', 'homeUrl', 'documentsUrl', 'accountUrl'])

/**
 * What a message is made of, for eyes other than its reader's: each link that acts as the reader without signing in, such as the
 * one that stops a monthly gift, leads to `plainUrl` instead. A link that nobody thought of here is taken for one of these.
 */
export function withoutOwnLinks<T>(props: T, plainUrl: string): T {
  if (Array.isArray(props)) return props.map((each) => withoutOwnLinks(each, plainUrl)) as T
  if (typeof props !== 'object' || props === null) return props
  return Object.fromEntries(
    Object.entries(props).map(([name, value]) => [
      name,
      typeof value === 'string' && name.endsWith('Url') && !forEveryone.has(name)
        ? plainUrl
        : withoutOwnLinks(value, plainUrl),
    ]),
  ) as T
}
