import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verifyLinks } from '#app/domain/audit/verify-chain.server.ts'
import { closeDb, db, inTransaction, pool } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { appRole, startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { demonstrationSecrets } from '#app/platform/secrets.ts'
import { migrate } from '#prisma/migrate.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { buildOnce } from '#tests/support/build-once.ts'
import { controlOf } from '#tests/support/control.ts'
import { givenOrganization } from '#tests/support/given.ts'
import { hashOf } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam } from '#tests/support/given-request.ts'
import { killDatabase } from '#tests/support/kill-database.ts'
import { letManyGiftsBegin } from '#tests/support/many-gifts.ts'
import { type OfficeBrowser, officeOf } from '#tests/support/office.ts'
import { ownPort } from '#tests/support/own-port.ts'
import { patientDonors } from '#tests/support/patient-donors.ts'
import { sealed } from '#tests/support/sealed.ts'
import { settled } from '#tests/support/settled.ts'
import { until } from '#tests/support/until.ts'
import { visitorTo } from '#tests/support/visitor.ts'
import { wholeStart } from '#tests/support/whole-start.ts'
import { asOwner } from '#tests/support/world.ts'

/*
 * A whole `npm start` with a database of its own that dies by SIGKILL, the server with all its backends, in the middle of
 * an administrator's day: while an act holds its transaction open, and just after one was answered.
 */

const data = await mkdtemp(join(tmpdir(), 'homeward-dies-'))
// As root the database runs as another user, who must be able to enter.
await chmod(data, 0o755)
const [port, sandboxPort] = [await ownPort(), await ownPort()]
const url = `http://localhost:${port}`
const sandboxUrl = `http://localhost:${sandboxPort}`
let started: Awaited<ReturnType<typeof wholeStart>> | undefined

afterAll(async () => {
  await closeDb()
  await started?.end()
  await killDatabase(data).catch(() => undefined)
  await rm(data, { recursive: true, force: true, maxRetries: 5 })
})

const secrets = await demonstrationSecrets(data)
const postgres = await startEmbeddedPostgres({ folder: data })
Object.assign(process.env, secrets, {
  ...{ APP_URL: url, HOMEWARD_SANDBOX_URL: sandboxUrl },
  ...{ DATABASE_URL: postgres.appUrl, DATABASE_OWNER_URL: postgres.ownerUrl },
})
const world = {
  ...{ ownerUrl: postgres.ownerUrl, appUrl: postgres.appUrl },
  sandbox: { url: sandboxUrl, stripeKey: secrets.STRIPE_SECRET_KEY, mailKey: secrets.SENDGRID_API_KEY },
}
const control = controlOf(world)
const visitor = visitorTo(url)
const browser = officeOf({ url })

const isReady = async () => (await fetch(`${url}/readyz`)).ok
const system = { scope: { kind: 'system' } } as const
const count = async (work: Parameters<typeof inTransaction<number>>[1]) =>
  (await inTransaction(system, work)) === 1

type Act = {
  path: string
  form: () => Promise<Record<string, string>>
  isDone: () => Promise<boolean>
  /** The table that the act must write to and cannot: it is then in the middle. Without one, it is answered first. */
  middle?: string
}

/** Sent, the database killed, back by itself, and sent again by someone who does not know whether the first came through. */
async function killedAt(who: OfficeBrowser, act: Act): Promise<void> {
  const body = async () => new URLSearchParams(await act.form())
  let first: Response
  if (act.middle) first = await stoppedAt(act.middle, who.send(act.path, await body()))
  else {
    first = await who.send(act.path, await body())
    await killDatabase(data)
  }
  const status = act.middle ? 503 : 302
  expect([act.path, first.status]).toEqual([act.path, status])
  if (act.middle) expect(await first.text()).toContain('We will be back in a moment')
  await until(isReady)
  expect([act.path, await act.isDone()]).toEqual([act.path, !act.middle])

  await who.signIn()
  const again = await who.send(act.path, await body())
  expect([act.path, again.status]).toEqual([act.path, act.middle ? 302 : 409])
  expect([act.path, await act.isDone()]).toEqual([act.path, true])
}

/** Kills the database while somebody waits to write to the table, with a transaction open behind them. */
async function stoppedAt(table: string, sent: Promise<Response>): Promise<Response> {
  await asOwner(postgres.ownerUrl, null, async (owner) => {
    owner.on('error', () => undefined)
    await owner.query('begin')
    await owner.query(`lock table ${table} in share row exclusive mode`)
    await until(async () => {
      const { rows } = await owner.query(
        `select from pg_locks where relation = '${table}'::regclass and not granted`,
      )
      return rows.length > 0
    })
    await killDatabase(data)
  })
  return sent
}

/** A job under way is held in a name whose heart beats, or it would be taken for a dead worker's and run a second time. */
async function heldByTheLiving(): Promise<void> {
  await asOwner(postgres.ownerUrl, null, async (owner) => {
    await owner.query('begin')
    await owner.query('lock table payment in share row exclusive mode')
    const held = async () => {
      const { rows } = await owner.query<{ beats: boolean }>(
        `select exists (select from worker_heartbeat h where h.worker_id = j.locked_by) as beats
           from graphile_worker._private_jobs j where j.locked_by is not null`,
      )
      return rows
    }
    // Seen once: a short job is over before it could be looked at again.
    let seen: { beats: boolean }[] = []
    await until(async () => {
      seen = await held()
      return seen.length > 0
    })
    expect(new Set(seen.map(({ beats }) => beats))).toEqual(new Set([true]))
    await owner.query('rollback')
  })
}

const settings = join(data, 'postgres', 'postgresql.conf')

/** The database killed, and kept from starting again, while somebody looks. */
async function whileAway(look: () => Promise<void>): Promise<void> {
  await rename(settings, `${settings}.away`)
  await killDatabase(data)
  try {
    await look()
  } finally {
    await rename(`${settings}.away`, settings)
  }
  await until(isReady)
}

test('an administrator’s day, with the database killed in the middle of it, is done once and the books are in order', {
  timeout: 300_000,
}, async () => {
  await buildOnce()
  await migrate({ ownerUrl: postgres.ownerUrl, appRole })
  await letManyGiftsBegin(postgres.ownerUrl)
  // An organization that is there already has its story, so the start tells none.
  await givenOrganization()
  started = await wholeStart({ data, port, sandboxPort })
  const team = await givenIntakeTeam({ fund: { slug: 'bail' } })
  const { fundId } = team
  await control.post('account', { retryFactor: 0.3 })
  const intake = await browser(team.intake)
  const approver = await browser(team.approver)
  const treasurer = await browser(team.treasurer)

  // Donors give, webhooks ring and the worker is at its jobs through all that follows.
  const give = patientDonors({ visitor, control, sandbox: world.sandbox })
  let givers = 0
  let dayEnded = false
  const giving = Promise.all(
    [1, 2].map(async () => {
      while (!dayEnded) {
        givers += 1
        await give({ email: `donor-${givers}@donor.example` })
        await delay(500)
      }
    }),
  )

  await heldByTheLiving()
  const token = randomUUID()
  await killedAt(intake, {
    path: '/admin/requests/new',
    middle: 'audit_event',
    form: async () => ({
      ...{ fundId, token, source: 'telephone', askedBy: 'family', voicemail: 'no' },
      ...{ askerName: 'Sage Example', phone: '+1 555 0177', personName: 'Juniper Fictional' },
      ...{ place: 'Larkspur Imaginary Jail', language: 'Spanish', personKnows: 'yes' },
    }),
    isDone: () => count((tx) => tx.helpRequest.count({ where: { fundId } })),
  })
  const { id: requestId } = await inTransaction(system, (tx) =>
    tx.helpRequest.findFirstOrThrow({ where: { fundId } }),
  )
  const request = `/admin/requests/${requestId}`
  await intake.did(`${request}/step`, { to: 'screening' })
  await intake.did(`${request}/screening`, {
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no', released_if_posted: 'yes' },
    ...{ monitoring_slot: 'no', ride_needed: 'yes' },
  })
  await intake.did(`${request}/step`, { to: 'recommended' })
  await approver.did(`${request}/decision`, { to: 'approved' })
  await intake.did(`${request}/case`, {})
  const { caseCode } = await inTransaction(system, (tx) =>
    tx.requestCase.findFirstOrThrow({ where: { requestId } }),
  )

  const disbursement = await intake.did('/admin/disbursements/new', {
    ...{ fundId, purposeCode: 'court_bail', caseCode, principal: '1500', fees: '40' },
    ...{ 'payees[0]': 'Larkspur County Clerk', venue: 'Larkspur court', evidenceNote: 'The bond order.' },
  })
  const disbursementId = disbursement.split('/').at(-1) ?? ''
  const contentHash = await hashOf(disbursementId)
  await killedAt(approver, {
    path: `${disbursement}/approval`,
    middle: 'reservation',
    form: async () => ({ contentHash, ...(await approver.proof()) }),
    isDone: () => count((tx) => tx.reservation.count({ where: { disbursementId } })),
  })
  await killedAt(treasurer, {
    path: `${disbursement}/payment`,
    middle: 'bond',
    form: async () => ({
      ...{ contentHash, principal: '1500', fees: '35', payee: 'Larkspur County Clerk' },
      ...{ method: 'cashiers_check', receiptNumber: 'R-1001', ...(await treasurer.proof()) },
    }),
    isDone: () => count((tx) => tx.bond.count({ where: { disbursementId } })),
  })
  const { id: bondId } = await inTransaction(system, (tx) =>
    tx.bond.findFirstOrThrow({ where: { disbursementId } }),
  )
  const bond = `/admin/bonds/${bondId}`
  await intake.did(`${bond}/release`, { outcome: 'released', knownFrom: 'jail' })
  await intake.did(`${bond}/disposition`, { knownFrom: 'court_docket' })
  await killedAt(approver, {
    path: `${bond}/return`,
    form: async () => ({
      ...{ received: '1140', interest: '' },
      ...{ 'deductions[0].reason': 'court_costs', 'deductions[0].amount': '360' },
      ...{ reference: 'W-77', ...(await approver.proof()) },
    }),
    isDone: () => count((tx) => tx.bondReturn.count({ where: { bondId } })),
  })

  await whileAway(async () => {
    for (const path of ['/', '/funds/bail', '/es/funds', bond, '/admin/sign-in/unknown']) {
      const answer = await (path === bond ? intake.send(path) : visitor.get(path))
      const page = await answer.text()
      expect([path, answer.status]).toEqual([path, 503])
      expect(page).toContain(
        path.startsWith('/es') ? 'Volvemos en un momento' : 'We will be back in a moment',
      )
      expect(page).not.toMatch(/ECONN|postgres|\bat .*:\d+:\d+/)
    }
    const bell = await fetch(`${url}/healthz`)
    expect([bell.status, (await fetch(`${url}/readyz`)).status]).toEqual([200, 503])
  })
  dayEnded = true
  await giving
  await until(async () => (await db().payment.count()) === givers, 60)
  await settled(control)

  const { charges, netCents } = await control.get<{ charges: number; netCents: number }>('summary')
  expect([charges, await db().payment.count(), await db().receipt.count()]).toEqual([givers, givers, givers])
  expect(await db().mailEvent.count({ where: { kind: 'sent', mail: { message: 'receipt' } } })).toBe(givers)
  expect(await balanceOf('stripe')).toBe(BigInt(netCents))
  // What the fund had, less the bond and the fee, and what came back of it.
  expect(await balanceOf('bank')).toBe(20_000_00n - 1_535_00n + 1_140_00n)
  expect(await count((tx) => tx.disbursementPayment.count({ where: { disbursementId } }))).toBe(true)
  expect(await brokenBooks()).toEqual([])
  await sealed()
  const { broken, to } = await verifyLinks(pool(), { from: 1n, to: null })
  expect([broken, to]).toEqual([null, BigInt(await db().auditEvent.count())])

  const said = started.said()
  expect(said.match(/The database ended; starting it again\./g)).toHaveLength(5)
  expect(said.match(/The database runs again after \d+\.\d s\./g)).toHaveLength(5)
  expect(said).toContain('the worker lost the database and begins anew')
  expect(said).toContain('The worker process ended (1); starting it again.')
  expect(said).not.toContain('The web process ended')
  expect(await started.end()).toBe(0)
  expect(existsSync(join(data, 'postgres', 'postmaster.pid')), 'the database is stopped').toBe(false)
})

const balanceOf = async (code: string): Promise<bigint | undefined> => {
  const [row] = await db().$queryRaw<{ cents: bigint }[]>`
    select sum(balance_cents)::bigint as cents from account_balance where code = ${code}`
  return row?.cents
}
