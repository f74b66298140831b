import { expect } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import type { App } from './app.ts'

export type OfficeBrowser = Awaited<ReturnType<ReturnType<typeof officeOf>>>

/** Browsers of staff that run no script: what they send to the app as it runs, and the addresses that they came by. */
export function officeOf(app: Pick<App, 'url'>) {
  /** Every address that was asked for, was sent on to, or stood as a link or a form's target on a page. */
  const addresses: string[] = []

  return Object.assign(browser, { addresses })

  async function browser(staff: ActingStaff) {
    const { code } = await givenTotp(staff.id)
    let cookie = ''
    async function signIn(): Promise<void> {
      const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
        startSession(tx, {
          ...{ staffId: staff.id, method: 'totp' },
          visit: { device: 'Firefox', address: '127.0.0.1' },
        }),
      )
      cookie = sessionCookie(sessionId).split(';')[0] ?? ''
    }
    await signIn()

    async function send(path: string, body?: BodyInit): Promise<Response> {
      addresses.push(path)
      const answer = await fetch(app.url + path, {
        ...(body ? { method: 'POST', body } : {}),
        redirect: 'manual',
        headers: { cookie, origin: app.url, 'sec-fetch-site': 'same-origin' },
      })
      addresses.push(answer.url, answer.headers.get('location') ?? '')
      for (const set of answer.headers.getSetCookie())
        if (set.startsWith(cookie.split('=')[0] ?? '-')) cookie = set.split(';')[0] ?? ''
      return answer
    }
    async function see(path: string): Promise<string> {
      const answer = await send(path)
      expect([path, answer.status]).toEqual([path, 200])
      const html = await answer.text()
      addresses.push(
        ...[...html.matchAll(/ (?:href|action|src|formaction)="([^"]*)"/g)].map(([, to = '']) => to),
      )
      return html
    }
    async function did(path: string, form: Record<string, string>): Promise<string> {
      const answer = await send(path, new URLSearchParams(form))
      const location = answer.headers.get('location')
      if (!location) throw new Error(`${path} came back with ${answer.status}`)
      return location
    }
    /** A code that was not used yet, without waiting for the next one. */
    async function proof(): Promise<{ code: string }> {
      await inTransaction({ scope: { kind: 'system' } }, (tx) =>
        tx.staffTotp.update({ where: { staffId: staff.id }, data: { lastCounter: 0n } }),
      )
      return { code: code() }
    }
    return { signIn, send, see, did, proof }
  }
}
