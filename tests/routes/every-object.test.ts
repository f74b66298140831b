import { beforeAll, expect, test } from 'vitest'
import { type Action, may, type Role, roles } from '#app/domain/staff/access.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { donorSession, sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { type Act, actsOfStaff } from '#tests/http/every-form/acts-of-staff.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenRealObjects } from './every-route/real-objects.ts'
import { staffDoors } from './every-route/staff-doors.ts'

const world = await useWorld()
const app = await useApp(world)

type Visitor = { name: string; cookie: string; held: readonly Role[] }

let objects: Awaited<ReturnType<typeof givenRealObjects>>['objects']
let given: Awaited<ReturnType<typeof givenRealObjects>>
const strangers: Visitor[] = []
let everywhere: Visitor
let viewer: Visitor
let poster: Visitor

const system = { scope: { kind: 'system' } } as const
const kept = (setCookie: string) => setCookie.split(';')[0] ?? ''
/** A trustee is from outside and holds nothing else. */
const ofOffice = roles.filter((role) => role !== 'trustee')

async function sessionOf(staffId: string): Promise<string> {
  const visit = { device: 'Firefox', address: '203.0.113.9' }
  return kept(
    sessionCookie(await inTransaction(system, (tx) => startSession(tx, { staffId, method: 'totp', visit }))),
  )
}

async function givenStranger(fundId: string, held: Role[], name: string): Promise<Visitor> {
  const staffId = await givenStaff({ fundId, roles: held })
  await givenTotp(staffId)
  return { name, held, cookie: await sessionOf(staffId) }
}

beforeAll(async () => {
  given = await givenRealObjects(world, app)
  objects = given.objects
  viewer = { name: 'the viewer', held: ofOffice, cookie: kept(sessionCookie(given.viewer.sessionId)) }
  await givenTotp(given.posterId)
  poster = { name: 'the poster of another case', held: ['poster'], cookie: await sessionOf(given.posterId) }
  const other = await givenFund({ slug: 'elsewhere' })
  for (const role of roles) strangers.push(await givenStranger(other, [role], `${role} of another fund`))
  everywhere = await givenStranger(other, ofOffice, 'staff of another fund')
  strangers.push(everywhere)
}, 900_000)

const named = Object.keys(staffDoors).filter((file) => file.includes('$'))

/** The address of the parts of a route's file, the underscores of its nesting left out. */
const partsOf = (file: string): string[] =>
  file
    .replaceAll('_.', '.')
    .replace(/\._index$/, '')
    .split('.')

/** What the file names of the fund: its own entry, or that of its address up to the last parameter. */
function objectOf(file: string): string[] | null {
  const parts = partsOf(file)
  const count = parts.filter((part) => part.startsWith('$')).length
  const last = parts.findLastIndex((part) => part.startsWith('$'))
  const ids = objects[parts.join('.')] ?? objects[parts.slice(0, last + 1).join('.')] ?? []
  return ids.length === count && ids.every(Boolean) ? ids.map((id) => id ?? '') : null
}

/** Its address, with what it names in the place of its parameters. */
function pathOf(file: string): string {
  const ids = objectOf(file) ?? []
  const parts = partsOf(file.replaceAll('[.]', '\0'))
  const path = parts.map((part) =>
    part.startsWith('$') ? part.replace(/^\$\w+/, () => ids.shift() ?? '') : part,
  )
  return `/${path.join('/').replaceAll('\0', '.')}`
}

async function asked(
  path: string,
  { cookie }: { cookie: string },
  sent: [string, string][] | null = null,
): Promise<Response> {
  const answer = await fetch(new URL(path, app.url), {
    ...{ method: sent ? 'POST' : 'GET', redirect: 'manual' },
    ...(sent ? { body: new URLSearchParams(sent) } : {}),
    headers: { cookie, origin: app.url, 'sec-fetch-site': 'same-origin' },
  })
  await answer.arrayBuffer()
  return answer
}

/** A file is asked for on a page: whoever comes straight to it is sent there. */
async function statusOf(path: string, visitor: Visitor, sent: [string, string][] | null = null) {
  const answer = await asked(path, visitor, sent)
  const onward = answer.headers.get('location')
  return onward ? (await asked(onward, visitor)).status : answer.status
}

/** What is wrong at any of these, eight at a time. */
async function atAll<T>(all: T[], wrongAt: (one: T) => Promise<string[]>): Promise<string[]> {
  const found: string[] = []
  for (let from = 0; from < all.length; from += 8)
    found.push(...(await Promise.all(all.slice(from, from + 8).map(wrongAt))).flat())
  return found
}

test('every route that names something names something real here, which whoever works there opens', async () => {
  expect(named.filter((file) => objectOf(file) === null)).toEqual([])
  const pages = named.filter((file) => staffDoors[file]?.[0] !== null)
  const found = await atAll(pages, async (file) => {
    const { status } = await asked(pathOf(file), viewer)
    return status < 400 ? [] : [`${file}: ${status}`]
  })
  expect(found).toEqual([])
}, 480_000)

/** Whoever holds no role for it anywhere is told so, by a frame perhaps of what is not there; for everyone else it does not exist. */
function isHidden(status: number, { held }: Visitor, asks: readonly (Action | 'own' | null)[]): boolean {
  const isIn = asks.every((right) => right === 'own' || (right !== null && may(held, right)))
  return status === 404 || (!isIn && status === 403)
}

/** What a page asks for, and the pages within which it stands. */
const asksOf = (file: string) =>
  Object.entries(staffDoors)
    .filter(([other]) => other === file || file.startsWith(`${other}.`))
    .map(([, [reads]]) => reads)

test('what belongs to a fund does not exist for anyone of another, nor a case for the poster of another: pages', async () => {
  const pages = named.filter((file) => staffDoors[file]?.[0] !== null)
  const crossed = pages.flatMap((file) => [...strangers, poster].map((visitor) => [file, visitor] as const))
  const found = await atAll(crossed, async ([file, visitor]) => {
    const status = await statusOf(pathOf(file), visitor)
    return isHidden(status, visitor, asksOf(file)) ? [] : [`${visitor.name}, ${file}: ${status}`]
  })
  expect(found).toEqual([])
}, 900_000)

test('and forms: an empty one, and each that the page would send', async () => {
  const { acts } = await actsOfStaff()
  const formsOf = (file: string) => acts.filter((act) => routeOf(act) === file)
  const sends = named.filter((file) => staffDoors[file]?.[1] !== null)
  const tries = sends.flatMap((file) => [
    ...[...strangers, poster].map((visitor) => ({ file, visitor, as: 'nothing', sent: none })),
    ...formsOf(file).map(({ name, good }) => ({ file, visitor: everywhere, as: name, sent: good })),
  ])
  const found = await atAll(tries, async ({ file, visitor, as, sent }) => {
    const status = await statusOf(pathOf(file), visitor, sent)
    const asks = [staffDoors[file]?.[1] ?? null]
    return isHidden(status, visitor, asks) ? [] : [`${visitor.name}, ${file}, ${as}: ${status}`]
  })
  expect(found).toEqual([])
}, 900_000)

const none: [string, string][] = [['intent', 'none']]

/** The file of the route that reads it. */
const routeOf = ({ name }: Act): string => /^routes\/(.*?)(?:\/\S+|\.tsx?) /.exec(`${name} `)?.[1] ?? ''

test('whatever asks for a proof and comes without one is refused in words, and kept once for each fund', async () => {
  const proof = Object.keys(proofFields)
  const { acts } = await actsOfStaff()
  const asking = acts.filter(({ fields }) =>
    proof.every((asked) => fields.some(({ name }) => name === asked)),
  )
  expect(asking.length).toBeGreaterThan(50)
  const wrong: string[] = []
  for (const act of asking) {
    const { path, named } = await standing(act)
    const sent = act.good
      .filter(([name]) => !proof.includes(name))
      .map(([name, value]): [string, string] => [name, named[name] ?? value])
    const before = await refusals()
    const { status } = await asked(path, viewer, sent)
    const found = (await refusals()).slice(before.length)
    const isOnce = new Set(found.map(({ fund }) => fund)).size === found.length
    const isOne = new Set(found.map(({ action, reason }) => `${action} ${reason}`)).size === 1
    // Of what is not there nothing was attempted.
    const isRight = unseen.test(act.name)
      ? status === 404 && found.length === 0
      : status === 409 && isOne && isOnce
    if (!isRight) wrong.push(`${act.name}: ${status} ${JSON.stringify(found)}`)
  }
  expect(wrong).toEqual([])
}, 480_000)

/** Nothing of this kind waits here; its own test says what is kept of it. */
const unseen = /^routes\/admin\.copays\.\S+ moneyForms confirm_reversal$/

/** What waits for a proof on a page of its own: which act, what the form names it, and where both are found. */
const waiting: [RegExp, string, string][] = [
  [/copays\.\S+ moneyForms (?:approve|pay)$/, 'payoutId', 'select agreement_id, id from copay_payout'],
  [
    /disputes\.\S+ DisputeForm confirm$/,
    'requestId',
    'select dispute_id, id from stripe_request where dispute_id is not null',
  ],
  [/admin\.gifts\.\S+ GiftForm confirm$/, 'requestId', 'select payment_id, id from stripe_request'],
  [/offline\.gifts\.\S+ GiftForm confirm$/, 'reversalId', 'select payment_id, id from offline_reversal'],
  [
    /confirmation\.tsx ConfirmationForm$/,
    'disbursementId',
    'select envelope_id, disbursement_id from envelope_draw',
  ],
]

/** Where an act is sent, and what is there to be named. */
async function standing(act: Act): Promise<{ path: string; named: Record<string, string> }> {
  const path = pathOf(routeOf(act))
  const [, field = '', sql] = waiting.find(([of]) => of.test(act.name)) ?? []
  if (!sql) return { path, named: { fundId: given.fundId } }
  const [row = {}] = await owned(`${sql} order by occurred_at limit 1`)
  const [on = '', id = ''] = Object.values(row)
  const [usual = ''] = objectOf(routeOf(act)) ?? []
  return { path: path.replace(usual, on), named: { [field]: id } }
}

type Refused = { action: string; fund: string; reason: string }

/** What the viewer was refused so far. */
const refusals = () =>
  owned<Refused>(
    `select action, coalesce(fund_id::text, '') as fund, detail ->> 'reason' as reason from audit_event
      where outcome = 'refused' and actor_id = '${given.viewer.id}' order by id`,
  )

const owned = <Row extends Record<string, string>>(sql: string): Promise<Row[]> =>
  asOwner(world.ownerUrl, null, async (client) => (await client.query<Row>(sql)).rows)

test('a donor’s receipt does not exist for another donor', async () => {
  const { rows } = await asOwner(world.ownerUrl, null, (client) =>
    client.query<{ number: string }>('select number from receipt order by number limit 1'),
  )
  const donorId = await givenDonor({ email: 'kim@donor.example' })
  const cookie = kept(donorSession.begun(await givenDonorSession(donorId)))
  const { status } = await asked(`/donor/receipts/${rows[0]?.number}.pdf`, { cookie })
  expect([rows.length, status]).toEqual([1, 404])
})
