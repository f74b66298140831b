import { env } from '#app/platform/env.ts'

const eightHours = 8 * 60 * 60

/** The raw session id that the browser sent, or null. */
export function sessionIdOf(request: Request): string | null {
  const prefix = `${cookieName()}=`
  const cookie = (request.headers.get('Cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
  return cookie?.slice(prefix.length) || null
}

/** For the answer that begins a session: its id, kept where no script and no other host can read it. */
export const sessionCookie = (sessionId: string): string => cookie(sessionId, eightHours)

/** For the answer that ends it. */
export const endedSessionCookie = (): string => cookie('', 0)

const cookie = (value: string, maxAge: number): string =>
  [
    `${cookieName()}=${value}`,
    'Path=/',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure() ? ['Secure'] : []),
  ].join('; ')

// Over http://localhost browsers refuse the `__Host-` prefix, which asks for `Secure`.
const cookieName = (): string => (isSecure() ? '__Host-homeward-staff' : 'homeward-staff')

const isSecure = (): boolean => env().APP_URL.startsWith('https://')
