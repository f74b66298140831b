import { beforeAll, expect, test } from 'vitest'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { type Act, actsOfStaff } from '#tests/http/every-form/acts-of-staff.ts'
import { goodValues } from '#tests/http/every-form/fields-of.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const app = await useApp(world)

let fundId = ''
let cookie = ''
let acts: Act[] = []

beforeAll(async () => {
  fundId = await givenFund()
  const roles = ['intake', 'approver', 'treasurer', 'auditor', 'administrator', 'poster'] as const
  const staffId = await givenStaff({ fundId, roles: [...roles] })
  await givenTotp(staffId)
  const visit = { device: 'Firefox', address: '203.0.113.9' }
  const sessionId = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, { staffId, method: 'totp', visit }),
  )
  cookie = sessionCookie(sessionId).split(';')[0] ?? ''
  acts = (await actsOfStaff()).acts
})

const pathOf = ({ name }: Act): string =>
  `/${name
    .split(' ')[0]
    ?.replace(/^routes\//, '')
    .replace(/(?:\/route)?\.tsx?$/, '')
    .replace(/\._index$/, '')
    .replace('_.', '.')
    .replaceAll('.', '/')
    .replaceAll('$fundId', fundId)}`

/** Those whose address needs no more than a fund, and who keep what they are sent. */
const reached = () =>
  acts.filter(
    (act) =>
      act.name.startsWith('routes/') && !pathOf(act).includes('$') && !/sign-in|step-up/.test(act.name),
  )

/** What the worker writes by the clock, whatever is sent: the audit's chain and seals, its own beat, how far a walk came. */
const writtenByTheClock = ['audit_event', 'audit_seal', 'worker_heartbeat', 'sweep_cursor']

const rows = (): Promise<Record<string, number>> =>
  asOwner(world.ownerUrl, null, async (owner) => {
    const { rows: tables } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
        where schemaname in ('public', 'vault_keys') and relname <> all ($1) order by 1`,
      [['_prisma_migrations', ...writtenByTheClock]],
    )
    const { rows: counts } = await owner.query<{ name: string; n: number }>(
      tables
        .map(({ name }) => `select '${name}' as name, count(*)::int as n from ${name}`)
        .join(' union all '),
    )
    return Object.fromEntries(counts.map(({ name, n }) => [name, n]))
  })

async function answerTo(act: Act, changed: [string, string][]): Promise<string | null> {
  const own = new Set(changed.map(([name]) => name))
  const body = new URLSearchParams()
  for (const [name, value] of [...act.good.filter(([name]) => !own.has(name)), ...changed])
    body.append(name, name === 'fundId' && !own.has(name) ? fundId : value)
  const answer = await fetch(app.url + pathOf(act), {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { cookie, origin: app.url, 'sec-fetch-site': 'same-origin' },
  })
  const html = await answer.text()
  // Where the answer would be a file, the refusal is said on the page that the form came from.
  const isSentBack = answer.status === 303 && /[?&]refused=/.test(answer.headers.get('location') ?? '')
  const isRefused = isSentBack || (answer.status >= 400 && answer.status < 500)
  if (!isRefused) return `${act.name} ${[...own]} answers ${answer.status}`
  return /<script>alert/.test(html) ? `${act.name} says it raw` : null
}

test('there are forms to send', () => expect(reached().length).toBeGreaterThan(50))

/** In turns, so that a clock is never near its end on a slow machine and still stops what hangs. */
const turns = [1, 2, 3, 4]

test.each(turns)(
  'over the wire too: no field takes what it does not hold, and nothing is stored, turn %i of 4',
  {
    timeout: 480_000,
  },
  async (turn) => {
    await app.settled()
    const before = await rows()
    const found: (string | null)[] = []
    for (const act of reached().filter((_, at) => at % turns.length === turn - 1)) {
      for (const { name, schema } of act.fields) {
        const takes = goodValues(schema)
        const isDay = takes.includes('2026-06-15') && !takes.includes('2026-06')
        const isTicked = takes.includes('Robin Example') && typeof schema.safeParse('x').data === 'boolean'
        const values = isTicked ? ['\0'] : ['Robin\0Example', 'Robin\u202eelpmaxE']
        if (isDay) values.push('0000-01-01', '2026-02-30', '+275760-09-13')
        for (const value of values) found.push(await answerTo(act, [[name, value]]))
      }
      found.push(await answerTo(act, [['role2', '<script>alert(1)</script>']]))
    }
    expect(found.filter(Boolean)).toEqual([])
    await app.settled()
    expect(await rows()).toEqual(before)
    expect(await brokenBooks()).toEqual([])
  },
)
