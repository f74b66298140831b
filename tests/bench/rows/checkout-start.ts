import { Client } from 'pg'
import { delay } from '#app/platform/delay.ts'
import { startSandbox } from '#tests/sandbox/start.ts'
import { settings } from '#tests/support/settings.ts'
import type { Row } from '../row.ts'
import { startServer } from '../server.ts'

const donorsPerSecond = 100
const allowedPerSecond = 25
const key = 'sk_test_bench'
const { host } = new URL(settings.APP_URL ?? '')
const form = '/funds/larkspur/donate'
const createSession = 'POST /v1/checkout/sessions'

export const checkoutStart: Row = {
  id: 'checkout-start',
  what: `payment pages opened while ${donorsPerSecond} donors a second come from many addresses, at a sandbox that takes ${allowedPerSecond} calls a second (one call each, no 429, or it fails) ÷ 80 % of what it takes`,
  unit: 'pages/s',
  bar: 0.8,
  open: async (stage, { quick }) => {
    const { givenFund } = await import('#tests/support/given.ts')
    const { givenLimits } = await import('#tests/support/given-defence.ts')
    const { gift, visitorTo } = await import('#tests/support/visitor.ts')
    await givenFund({ slug: 'larkspur' })
    const sandbox = await startSandbox({ key })
    const said = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const perSecond = JSON.stringify({ perSecond: allowedPerSecond })
    await fetch(`${sandbox.url}/control/rate-limit`, { method: 'POST', headers: said, body: perSecond })
    const happened = async () =>
      (await (await fetch(`${sandbox.url}/control/summary`, { headers: said })).json()) as Happened
    const web = await startServer('app/entry.web.ts', {
      ...stage.environment,
      ...{ STRIPE_SECRET_KEY: key, STRIPE_CALLS_PER_SECOND: String(allowedPerSecond) },
      ...{ HOMEWARD_SANDBOX_URL: sandbox.url, TRUST_PROXY: '1' },
    })
    const visitor = visitorTo(`http://localhost:${web.port}`)
    const owner = new Client({ connectionString: stage.ownerUrl })
    await owner.connect()
    let met = { ...none }
    let before: Happened | null = null
    let number = 0

    /** One donor with an address and a mailbox of their own: the form, and the page of the line until it leads to Stripe. */
    async function give(): Promise<keyof Met> {
      const address = `100.${64 + (++number >> 16)}.${(number >> 8) & 255}.${number & 255}`
      // As the proxy passes it on.
      const headers = { 'x-forwarded-for': address, 'x-forwarded-host': host, origin: `http://${host}` }
      const answer = await visitor.post(form, gift({ email: `giver-${number}@donor.example` }), headers)
      await answer.text()
      if (answer.status === 503) return 'refused'
      if (answer.status !== 303) return 'lost'
      let next = answer.headers.get('location') ?? ''
      if (next.startsWith(sandbox.url)) return 'atOnce'
      while (next.includes('/donate/waiting/')) {
        const page = await visitor.get(new URL(next).pathname)
        const seconds = /http-equiv="refresh" content="(\d+)"/i.exec(await page.text())?.[1]
        if (page.status === 303) next = page.headers.get('location') ?? ''
        else await delay(Number(seconds ?? 2) * 1_000)
      }
      return next.startsWith(sandbox.url) ? 'queued' : 'lost'
    }

    return {
      against: async () => ({ units: allowedPerSecond * 0.8, seconds: 1 }),
      ours: async () => {
        await givenLimits({ ownerUrl: stage.ownerUrl }, manyMayGive)
        await owner.query('delete from checkout_session')
        before = await happened()
        met = { ...none }
        const donors: Promise<void>[] = []
        const began = performance.now()
        for (let at = 0; at < donorsPerSecond * (quick ? 8 : 30); at++) {
          // By the time that was planned: a server that is slow does not slow down those who come.
          await delay(Math.max(0, began + (at * 1_000) / donorsPerSecond - performance.now()))
          donors.push(
            give().then((how) => {
              met[how]++
            }),
          )
        }
        await Promise.all(donors)
        const { rows } = await owner.query<{ pages: string; seconds: string }>(
          `select count(*) as pages, extract(epoch from max(recorded_at) - min(recorded_at)) as seconds from checkout_session`,
        )
        return { units: Number(rows[0]?.pages), seconds: Number(rows[0]?.seconds) }
      },
      check: async (arm) => {
        if (arm !== 'ours' || !before) return
        const now = await happened()
        const calls = (now.apiCalls[createSession] ?? 0) - (before.apiCalls[createSession] ?? 0)
        const starts = now.sessions - before.sessions
        const tooFast = now.tooFast - before.tooFast
        process.stderr.write(
          `    ${(calls / starts).toFixed(2)} calls a start, ${tooFast} × 429; ${met.atOnce} went on at once, ${met.queued} waited, ${met.refused} were refused, ${met.lost} lost\n`,
        )
        if (tooFast > 0 || calls !== starts)
          throw new Error(`${calls} calls for ${starts} starts, ${tooFast} too fast`)
        if (met.lost > 0 || met.atOnce + met.queued !== starts)
          throw new Error(`lost: ${JSON.stringify(met)}`)
      },
      close: async () => {
        await owner.end()
        await web.stop()
        await sandbox.stop()
      },
    }
  },
}

type Happened = { apiCalls: Record<string, number>; sessions: number; tooFast: number }

type Met = { atOnce: number; queued: number; refused: number; lost: number }
const none: Met = { atOnce: 0, queued: 0, refused: 0, lost: 0 }

/** What is measured is the line, not the defence before it. */
const manyMayGive = { leastSeconds: 0, fromNetwork: 1_000, forEmail: 1_000, onSite: 1_000_000 }
