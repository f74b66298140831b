import { env } from '#app/platform/env.ts'

const hour = 60 * 60

/** Staff and donors are two kinds of people: whoever is both has two cookies, and neither opens the other's pages. */
const staff = sessionOf('homeward-staff', 8 * hour)
export const donorSession = sessionOf('homeward-donor', 12 * hour)

/** Not a session: the mark of the last form that this browser sent to the payment page. It opens that form alone. */
export const giftMark = sessionOf('homeward-gift', 72 * hour)

/** The raw session id that the browser sent, or null. */
export const sessionIdOf = staff.idOf

/** For the answer that begins a session: its id, kept where no script and no other host can read it. */
export const sessionCookie = staff.begun

/** For the answer that ends it. */
export const endedSessionCookie = staff.ended

function sessionOf(name: string, lastsSeconds: number) {
  return {
    idOf: (request: Request): string | null => {
      const prefix = `${cookieName(name)}=`
      const cookie = (request.headers.get('Cookie') ?? '')
        .split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(prefix))
      return cookie?.slice(prefix.length) || null
    },
    begun: (sessionId: string): string => cookie(name, sessionId, lastsSeconds),
    ended: (): string => cookie(name, '', 0),
  }
}

const cookie = (name: string, value: string, maxAge: number): string =>
  [
    `${cookieName(name)}=${value}`,
    'Path=/',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure() ? ['Secure'] : []),
  ].join('; ')

// Over http://localhost browsers refuse the `__Host-` prefix, which asks for `Secure`.
const cookieName = (name: string): string => (isSecure() ? `__Host-${name}` : name)

const isSecure = (): boolean => env().APP_URL.startsWith('https://')
