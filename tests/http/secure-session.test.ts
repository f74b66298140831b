import { expect, test } from 'vitest'
import { endedSessionCookie, sessionCookie, sessionIdOf } from '#app/http/session.ts'

// Read once, at the first use below; every test file is a process of its own.
process.env.APP_URL = 'https://give.larkspur.example'

test('over https the cookie belongs to this host alone and travels encrypted only', () => {
  expect(sessionCookie('abc')).toBe(
    '__Host-homeward-staff=abc; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax; Secure',
  )
  expect(endedSessionCookie()).toContain('__Host-homeward-staff=; Path=/; Max-Age=0;')
  const request = (cookie: string) =>
    new Request('https://give.larkspur.example/admin', { headers: { Cookie: cookie } })
  expect(sessionIdOf(request('__Host-homeward-staff=abc'))).toBe('abc')
  expect(sessionIdOf(request('homeward-staff=abc'))).toBeNull()
})
