import { expect, test } from 'vitest'
import { ownStaffPath } from '#app/http/own-path.ts'
import { endedSessionCookie, sessionCookie, sessionIdOf } from '#app/http/session.ts'
import { visitOf } from '#app/http/visit.ts'

const from = (headers: Record<string, string>) => new Request('http://localhost:3000/admin', { headers })

test('over http://localhost the cookie has a plain name, and no script reads it', () => {
  expect(sessionCookie('abc')).toBe('homeward-staff=abc; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax')
  expect(endedSessionCookie()).toBe('homeward-staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax')
})

test('the session id is found among other cookies and not in another’s', () => {
  expect(sessionIdOf(from({ Cookie: 'a=1; homeward-staff=abc; b=2' }))).toBe('abc')
  expect(sessionIdOf(from({ Cookie: 'x-homeward-staff=abc' }))).toBeNull()
  expect(sessionIdOf(from({ Cookie: 'homeward-staff=' }))).toBeNull()
  expect(sessionIdOf(from({}))).toBeNull()
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari · iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome · Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Edge · Mac',
  ],
  ['curl/8', '?'],
])('a device is told in words: %s', (userAgent, device) => {
  expect(visitOf(from({ 'User-Agent': userAgent }), '203.0.113.7')).toEqual({
    device,
    address: '203.0.113.7',
  })
})

test('after sign-in a person goes to one of our staff pages and nowhere else', () => {
  expect(ownStaffPath('/admin/bonds?state=posted', '/admin')).toBe('/admin/bonds?state=posted')
  for (const next of [
    null,
    '',
    '//x.example',
    'https://x.example',
    '/admin\\x',
    '/administrator',
    '/admin/\n',
  ]) {
    expect(ownStaffPath(next, '/admin')).toBe('/admin')
  }
})
