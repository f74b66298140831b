import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs } from '@remix-run/node'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'

type Module = {
  loader: (args: ActionFunctionArgs) => Promise<unknown>
  action?: (args: ActionFunctionArgs) => Promise<unknown>
}

const others = import.meta.glob<Module>([
  '/app/routes/admin.funds.$fundId_.control/route.tsx',
  '/app/routes/admin.cases.$personId_.facts/route.tsx',
  '/app/routes/admin.cases.$personId_.emergency/route.tsx',
  '/app/routes/admin.cases.$personId_.emergency_.$documentId.ts',
  '/app/routes/admin.rules/route.tsx',
])
const batches = import.meta.glob<Module>([
  '/app/routes/admin.offline*.{ts,tsx}',
  '/app/routes/admin.offline*/route.tsx',
  '/app/routes/admin.imports*/route.tsx',
])
const routes = import.meta.glob<Module>([
  '/app/routes/admin._index.tsx',
  '/app/routes/admin.disbursements*.tsx',
  '/app/routes/admin.disbursements*/route.tsx',
  '/app/routes/admin.postings*.tsx',
  '/app/routes/admin.on-call/route.tsx',
  '/app/routes/admin.bonds*.tsx',
  '/app/routes/admin.bonds*/route.tsx',
  '/app/routes/admin.recovery/route.tsx',
  '/app/routes/admin.envelopes*.tsx',
  '/app/routes/admin.envelopes*/route.tsx',
  '/app/routes/admin.dates/route.tsx',
  '/app/routes/admin.remittances*.tsx',
  '/app/routes/admin.remittances*/route.tsx',
  '/app/routes/admin.shared-bonds*.tsx',
  '/app/routes/admin.shared-bonds*/route.tsx',
  '/app/routes/admin.copays*.tsx',
  '/app/routes/admin.copays*/route.tsx',
  '/app/routes/admin.requests*.tsx',
  '/app/routes/admin.requests*/route.tsx',
])
/** The routes of disbursements, bonds and requests, as they are found on disk: a new one is under test the day it is there. */
export const names = Object.keys(routes).map((file) => file.replace('/app/routes/', ''))
/** The same of gifts that come by paper or by file. */
export const batchNames = Object.keys(batches).map((file) => file.replace('/app/routes/', ''))

export async function route(name: string): Promise<Module> {
  const file = `/app/routes/${name}`
  const load = routes[file] ?? batches[file] ?? others[file]
  if (!load) throw new Error(`no route ${name}`)
  return load()
}

const cookies = new Map<string, string>()
const codes = new Map<string, (steps?: number) => string>()

export async function signIn(staff: ActingStaff): Promise<void> {
  codes.set(staff.id, (await givenTotp(staff.id)).code)
  const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, {
      staffId: staff.id,
      method: 'totp',
      visit: { device: 'Firefox', address: '127.0.0.1' },
    }),
  )
  cookies.set(staff.id, sessionCookie(sessionId).split(';')[0] ?? '')
}

export const code = (staff: ActingStaff, steps = 0): string => codes.get(staff.id)?.(steps) ?? ''

export function keepCookie(staff: ActingStaff, answer: unknown): void {
  if (!(answer instanceof Response)) throw new Error('a proved act answers with a redirect')
  cookies.set(staff.id, answer.headers.get('Set-Cookie')?.split(';')[0] ?? '')
}

export async function args(
  staff: ActingStaff | null,
  form?: Record<string, string>,
  params: Record<string, string> = {
    disbursementId: randomUUID(),
    bondId: randomUUID(),
    requestId: randomUUID(),
    remittanceId: randomUUID(),
    sharedBondId: randomUUID(),
    agreementId: randomUUID(),
    envelopeId: randomUUID(),
  },
  search = '',
): Promise<ActionFunctionArgs> {
  const headers: HeadersInit = staff ? { Cookie: cookies.get(staff.id) ?? '' } : {}
  const request = new Request(`http://localhost:3000/admin${search}`, {
    method: form ? 'POST' : 'GET',
    headers,
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
  const context = {
    appUrl: 'http://localhost:3000',
    language: 'en',
    mode: 'demonstration',
    nonce: '',
    pathname: '/admin',
    address: '127.0.0.1',
  }
  return { request, params, context } as unknown as ActionFunctionArgs
}

export async function load<T = unknown>(
  name: string,
  staff: ActingStaff,
  params?: Record<string, string>,
  search?: string,
): Promise<T> {
  const { loader } = await route(name)
  return plain(await loader(await args(staff, undefined, params, search))) as T
}

type CameBack = { status: number; data: { values: Record<string, unknown> } }

/** What an action answers: a redirect, or a form that came back with its status. */
export async function act(
  name: string,
  staff: ActingStaff,
  form: Record<string, string>,
  params?: Record<string, string>,
): Promise<Response | CameBack> {
  const { action } = await route(name)
  if (!action) throw new Error(`${name} has no action`)
  const answer = plain(await action(await args(staff, form, params)))
  if (answer instanceof Response) return answer
  const { data, init } = answer as { data: CameBack['data']; init: { status: number } | null }
  return { data, status: init?.status ?? 200 }
}

/** What a route answers crosses the wire as data: of an error only its message would arrive. */
function plain<T>(answer: T): T {
  if (answer instanceof Error) throw new TypeError(`an error would be sent to the page: ${answer.message}`)
  if (typeof answer === 'object' && answer !== null) Object.values(answer).forEach(plain)
  return answer
}

export const locationOf = (answer: Response | CameBack): string =>
  answer instanceof Response ? (answer.headers.get('Location') ?? '') : ''

export async function thrown(handling: Promise<unknown>): Promise<Response> {
  try {
    await handling
  } catch (error) {
    if (error instanceof Response) return error
    throw error
  }
  throw new Error('it was let in')
}
