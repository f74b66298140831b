import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { type Action, may, type Role, roles } from '#app/domain/staff/access.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { donorSession, sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import {
  type Door,
  donorDoors,
  machines,
  type Outcome,
  publicDoors,
  staffWays,
} from './every-route/open-doors.ts'
import { staffDoors } from './every-route/staff-doors.ts'

const world = await useWorld()
const app = await useApp(world)

type Visitor = { name: string; cookie: string }
/** What they may do in the fund that the addresses name. */
type Colleague = Visitor & { held: Role[] }

const strangers: Visitor[] = [{ name: 'nobody', cookie: '' }]
const colleagues: Colleague[] = []
let donor: Visitor
let elsewhere: Visitor
let unenrolled: Visitor
let fundId = ''

/** A trustee is from outside and holds nothing else. */
const ofOffice = roles.filter((role) => role !== 'trustee')

const system = { scope: { kind: 'system' } } as const
const kept = (setCookie: string) => setCookie.split(';')[0] ?? ''

async function sessionOf(staffId: string): Promise<string> {
  const visit = { device: 'Firefox', address: '203.0.113.9' }
  return kept(
    sessionCookie(await inTransaction(system, (tx) => startSession(tx, { staffId, method: 'totp', visit }))),
  )
}

async function givenColleague(fund: string, held: Role[]): Promise<{ staffId: string; cookie: string }> {
  const staffId = await givenStaff({ fundId: fund, roles: held })
  await givenTotp(staffId)
  return { staffId, cookie: await sessionOf(staffId) }
}

const owner = (sql: string, values: string[]) =>
  asOwner(world.ownerUrl, null, (client) => client.query(sql, values))

beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  const other = await givenFund({ slug: 'rides' })
  for (const role of roles) {
    const { cookie } = await givenColleague(fundId, [role])
    colleagues.push({ name: role, cookie, held: [role] })
  }
  const without = await givenColleague(fundId, [])
  colleagues.push({ name: 'staff without a role', cookie: without.cookie, held: [] })
  elsewhere = { name: 'staff of another fund', ...(await givenColleague(other, ofOffice)) }
  unenrolled = {
    name: 'staff without a factor',
    cookie: await sessionOf(await givenStaff({ fundId, roles: ['administrator'] })),
  }

  const left = await givenColleague(fundId, ['administrator'])
  await owner('update staff set disabled_at = now() where id = $1::uuid', [left.staffId])
  const idle = await givenColleague(fundId, ['administrator'])
  await owner(
    `update staff_session set seen_at = now() - interval '1 day', started_at = now() - interval '1 day' where staff_id = $1::uuid`,
    [idle.staffId],
  )
  const ended = await givenColleague(fundId, ['administrator'])
  await owner('update staff_session set ended_at = now() where staff_id = $1::uuid', [ended.staffId])

  const gave = await givenDonor({ email: 'robin@donor.example' })
  donor = { name: 'a donor', cookie: kept(donorSession.begun(await givenDonorSession(gave))) }
  const asleep = await givenDonor({ email: 'kim@donor.example' })
  const old = {
    name: 'a donor who signed out',
    cookie: kept(donorSession.begun(await givenDonorSession(asleep))),
  }
  await owner('update donor_session set ended_at = now() where donor_id = $1::uuid', [asleep])
  strangers.push(
    { name: 'staff who left', cookie: left.cookie },
    { name: 'staff whose session is over', cookie: idle.cookie },
    { name: 'staff who signed out', cookie: ended.cookie },
    { name: 'a made-up session', cookie: kept(sessionCookie('a'.repeat(43))) },
    old,
  )
})

async function asked(
  path: string,
  { cookie }: Visitor,
  method: 'GET' | 'POST',
  from = app.url,
): Promise<Response> {
  const answer = await fetch(new URL(path, app.url), {
    ...{ method, redirect: 'manual' },
    ...(method === 'POST' ? { body: new URLSearchParams({ intent: 'none' }) } : {}),
    headers: { cookie, origin: from, 'sec-fetch-site': from === app.url ? 'same-origin' : 'cross-site' },
  })
  await answer.arrayBuffer()
  return answer
}

/** A way in is told by where it leads. */
function outcomeOf({ status, headers }: Response): Outcome {
  const to = headers.get('location') ?? ''
  if (status === 302 && /^\/donor\/sign-in(?:\?|$)/.test(to)) return 'donor sign-in'
  return status === 302 && /^\/admin\/sign-in(?:\?|$)/.test(to) ? 'staff sign-in' : status
}

const isMet = (outcome: Outcome, expected: Outcome): boolean =>
  expected === 'page' ? outcome === 200 || outcome === 404 : outcome === expected

async function told(visitor: Visitor, { path, reads, sends }: Door): Promise<string[]> {
  const found: string[] = []
  for (const [method, expected] of [
    ['GET', reads],
    ['POST', sends],
  ] as const) {
    const outcome = outcomeOf(await asked(path, visitor, method))
    if (!isMet(outcome, expected))
      found.push(`${visitor.name}, ${method} ${path}: ${outcome}, not ${expected}`)
  }
  return found
}

const files = readdirSync('app/routes').map((file) => file.replace(/\.tsx?$/, ''))

test('every route is in the table, and the table names no other', () => {
  const named = [publicDoors, donorDoors, staffWays, staffDoors].flatMap((doors) => Object.keys(doors))
  expect(named.toSorted()).toEqual(files.toSorted())
})

/** What is wrong at any of these, eight at a time. */
async function atAll<T>(all: T[], wrongAt: (one: T) => Promise<string[]>): Promise<string[]> {
  const found: string[] = []
  for (let from = 0; from < all.length; from += 8)
    found.push(...(await Promise.all(all.slice(from, from + 8).map(wrongAt))).flat())
  return found
}

const crossed = <A, B>(ones: A[], others: B[]): [A, B][] =>
  ones.flatMap((one) => others.map((other): [A, B] => [one, other]))

test('what is public is the same for everyone, and a link that nobody signed opens nothing', async () => {
  const everyone = [...strangers, donor, elsewhere, ...colleagues]
  const doors = [...Object.values(publicDoors), ...machines]
  expect(await atAll(crossed(doors, everyone), ([door, visitor]) => told(visitor, door))).toEqual([])
}, 480_000)

test('a donor’s pages are the donor’s: to everyone else, staff too, they are the way in', async () => {
  const others = [...strangers, elsewhere, ...colleagues]
  const found = await atAll(crossed(Object.entries(donorDoors), others), ([[file, door], visitor]) =>
    told(visitor, file.startsWith('_public') ? { ...door, reads: 200, sends: 422 } : asStranger(door)),
  )
  for (const door of Object.values(donorDoors)) found.push(...(await told(donor, door)))
  expect(found).toEqual([])
}, 480_000)

/** Where there is nothing to send to, everyone is told so. */
const asStranger = ({ path, sends }: Door): Door => ({
  ...{ path, reads: 'donor sign-in', sends: sends === 405 ? 405 : 'donor sign-in' },
})

const pathOf = (file: string): string =>
  `/${file
    .replaceAll('[.]', '\0')
    .replace(/\._index$/, '')
    .replaceAll('_.', '.')
    .replaceAll('.', '/')
    .replaceAll('\0', '.')
    .replaceAll('$fundId', fundId)
    .replaceAll('$last4', '1234')
    .replace(/\$\w+/g, () => randomUUID())}`

type Try = { path: string; method: 'GET' | 'POST'; asks: (Action | 'own')[] }

/** Every handler of the staff with what it asks for; a page within another's frame asks for the frame's right too. */
const tries = (only: (file: string) => boolean = () => true): Try[] =>
  Object.entries(staffDoors)
    .filter(([file]) => only(file))
    .flatMap(([file, [reads, sends]]) => {
      const path = pathOf(file)
      const frames = Object.entries(staffDoors).filter(([frame]) => file.startsWith(`${frame}.`))
      const framed = frames.flatMap(([, [right]]) => (right === null ? [] : [right]))
      return [
        ...(reads === null ? [] : [{ path, method: 'GET' as const, asks: [reads, ...framed] }]),
        ...(sends === null ? [] : [{ path, method: 'POST' as const, asks: [sends] }]),
      ]
    })

test('nobody but staff comes to a page of the staff, nor does whoever is no longer', async () => {
  const outside = [...strangers, donor]
  const doors = Object.entries(staffDoors).map(
    ([file, [reads, sends]]): Door => ({
      path: pathOf(file),
      reads: reads === null ? 400 : 'staff sign-in',
      sends: sends === null ? 405 : 'staff sign-in',
    }),
  )
  const all = crossed([...doors, ...Object.values(staffWays)], outside)
  expect(await atAll(all, ([door, visitor]) => told(visitor, door))).toEqual([])
}, 480_000)

test('whoever has no way to prove who they are comes only to where they make one', async () => {
  const found = await atAll(tries(), async ({ path, method }) => {
    const answer = await asked(path, unenrolled, method)
    const isSent = answer.status === 302 && answer.headers.get('location') === '/admin/enrol'
    return isSent ? [] : [`${method} ${path}: ${answer.status}`]
  })
  expect(found).toEqual([])
}, 480_000)

test('every role at every door of the staff: in where the table of roles says so, and nowhere else', async () => {
  const found = await atAll(
    crossed(tries(), colleagues),
    async ([{ path, method, asks }, { name, cookie, held }]) => {
      const answer = await asked(path, { name, cookie }, method)
      const isIn = asks.every((right) => right === 'own' || may(held, right))
      // Of what is not there, the frame says so before the page within it says who may.
      const isOut = answer.status === 403 || (asks.length > 1 && answer.status === 404)
      const isRight = isIn ? !isKeptOut(answer) : isOut
      return isRight ? [] : [`${name}, ${method} ${path}: ${outcomeOf(answer)}`]
    },
  )
  expect(found).toEqual([])
}, 900_000)

/** What exists for them is shown, what they sent is refused in words; what is not there is not found. */
const isKeptOut = ({ status, headers }: Response): boolean =>
  status === 403 || status >= 500 || /\/sign-in|\/enrol/.test(headers.get('location') ?? '')

test('what belongs to a fund does not exist for the staff of another', async () => {
  const named = tries((file) => file.includes('$'))
  const found = await atAll(named, async ({ path, method }) => {
    const answer = await asked(path, elsewhere, method)
    const onward = answer.headers.get('location')
    // A file is asked for on a page: whoever comes straight to it is sent there.
    const { status } = onward ? await asked(onward, elsewhere, 'GET') : answer
    // Some read what was sent first: a form that is none is refused before anything is looked for.
    return status === 404 || (method === 'POST' && status === 422) ? [] : [`${method} ${path}: ${status}`]
  })
  expect(found).toEqual([])
}, 480_000)

test('a form of another site moves nothing, whoever’s browser sends it', async () => {
  const doors = [...Object.values(publicDoors), ...Object.values(donorDoors)].map(({ path }) => path)
  const paths = [...doors, ...tries().map(({ path }) => path)]
  const administrator = colleagues.find(({ name }) => name === 'administrator') ?? donor
  const found = await atAll(paths, async (path) => {
    const { status } = await asked(path, administrator, 'POST', 'https://evil.example')
    return status === 403 ? [] : [`${path}: ${status}`]
  })
  expect(found).toEqual([])
}, 480_000)
