import type { ActionFunctionArgs, AppLoadContext } from '@remix-run/node'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { donorSession, sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenDonorSession } from '#tests/support/given-donor.ts'

type Handler = (args: ActionFunctionArgs) => unknown
type Module = { loader?: Handler; action?: Handler }

/** A form; with a file in it, as a browser sends one. */
type Sent = Record<string, string | File>

type Asked = { search?: string; params?: Record<string, string> }

/** What came back: a page's data, a form with its reasons, a redirect, or a bare status. */
export type Answered = { status: number; location: string | null; data: Record<string, unknown> }

/** A browser's part of a route: sends what it is told, and keeps the cookie that it is given. */
export function visitor(sessionId?: string, cookieOf = sessionCookie) {
  let cookie = sessionId ? kept(cookieOf(sessionId)) : ''

  async function ask(handler: Handler | undefined, asked: Asked, body?: Sent) {
    if (!handler) throw new Error('the route answers no such request')
    const request = new Request(`http://localhost:3000/admin${asked.search ?? ''}`, {
      method: body ? 'POST' : 'GET',
      headers: { Cookie: cookie, 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
      ...(body ? { body: bodyOf(body) } : {}),
    })
    const answer = await settle(() => handler({ request, params: asked.params ?? {}, context }))
    const set = answer instanceof Response ? answer.headers.get('Set-Cookie') : null
    if (set) cookie = kept(set)
    return answered(answer)
  }

  return {
    get: ({ loader }: Module, asked: Asked = {}) => ask(loader, asked),
    post: ({ action }: Module, form: Sent, asked: Asked = {}) => ask(action, asked, form),
    cookie: () => cookie,
  }
}

/** Someone whose browser holds a session of this person. */
export async function signedIn(staffId: string) {
  const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }
  const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, { staffId, method: 'totp', visit }),
  )
  return visitor(sessionId)
}

/** A donor whose browser holds a session of theirs. */
export const signedInDonor = async (donorId: string) =>
  visitor(await givenDonorSession(donorId), donorSession.begun)

const context: AppLoadContext = {
  nonce: '',
  language: 'en',
  pathname: '/admin',
  mode: 'demonstration',
  appUrl: 'http://localhost:3000',
  address: '203.0.113.7',
}

function bodyOf(form: Sent): FormData | URLSearchParams {
  const texts = Object.entries(form).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  if (texts.length === Object.keys(form).length) return new URLSearchParams(texts)
  const body = new FormData()
  for (const [name, value] of Object.entries(form)) body.set(name, value)
  return body
}

const kept = (setCookie: string): string => setCookie.split(';')[0] ?? ''

/** A loader says no by throwing its answer. */
async function settle(handle: () => unknown): Promise<unknown> {
  try {
    return await handle()
  } catch (error) {
    if (error instanceof Response) return error
    throw error
  }
}

async function answered(answer: unknown): Promise<Answered> {
  if (answer instanceof Response) {
    const json = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {}
    return { status: answer.status, location: answer.headers.get('Location'), data: json }
  }
  const { data, init } = answer as { data?: Answered['data']; init?: ResponseInit | null }
  if (data && init !== undefined) return { status: init?.status ?? 200, location: null, data }
  return { status: 200, location: null, data: answer as Answered['data'] }
}
