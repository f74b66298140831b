import { resolve } from 'node:path'
import { closeDb } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { type Env, readEnv } from '#app/platform/env.ts'
import { demonstrationSecrets } from '#app/platform/secrets.ts'
import { migrate } from '#prisma/migrate.ts'
import { buildIfNeeded } from './build.ts'
import { type Child, keepRunning } from './child.ts'
import { freePort } from './free-port.ts'
import { clearHalfTold, halfToldIn } from './half-told.ts'
import { type KeptDatabase, keepDatabase } from './keep-database.ts'

type Settings = Record<string, string>

/**
 * Runs everything: database, sandbox where there are no keys, migrations, the demonstration's first seed, worker, web.
 * Ends all that it started on Ctrl-C or SIGTERM, also while it is still getting ready. Throws EnvError for settings that are
 * missing or wrong, and for a database that ended and cannot be started again.
 */
export async function start(options: { dev: boolean; say: (line: string) => void }): Promise<void> {
  const { say } = options
  const stops: Stop[] = []
  const stopAll = stopOnce(stops, say)
  const interrupted = new AbortController()
  const signalled = untilSignalled(say).then(() => interrupted.abort())

  const ready = getReady({ ...options, stops, signal: interrupted.signal })
  try {
    const running = await Promise.race([ready, signalled])
    await Promise.race([signalled, ...(running ? [running.gone] : [])])
  } catch (error) {
    await stopAll()
    throw error
  }
  await stopAll()
  // What was about to begin when the signal came ends itself, and is waited for.
  await Promise.race([ready.catch(() => undefined), delay(longestBeginning)])
}

type Stop = () => Promise<void>

const longestBeginning = 15_000

type Getting = { dev: boolean; say: (line: string) => void; stops: Stop[]; signal: AbortSignal }

/** Answers what the running whole rests on: where it is gone, everything ends. Without a database of ours, nothing. */
async function getReady({ dev, say, stops, signal }: Getting): Promise<KeptDatabase | null> {
  const began = performance.now()
  const begun = (child: Child): Child => {
    stops.unshift(child.stop)
    return child
  }
  const given = present(process.env)
  const data = resolve(given.HOMEWARD_DATA ?? '.homeward')
  const production = given.NODE_ENV === 'production'
  if (production) readEnv(process.env)

  const database = await startDatabase(given, data, say)
  if (database) stops.unshift(database.stop)
  if (signal.aborted) await database?.stop()
  signal.throwIfAborted()
  await clearHalfTold({ data, database, say })
  stops.unshift(closeDb)
  const settings = await settingsOf({ given, data, production, database, dev })
  const env = readEnv(settings)
  await migrate({
    ownerUrl: env.DATABASE_OWNER_URL ?? '',
    appRole: decodeURIComponent(new URL(env.DATABASE_URL).username),
  })

  signal.throwIfAborted()
  const building = dev ? Promise.resolve() : buildIfNeeded(say, signal)
  // A build that fails while the story is told is heard of when it is waited for.
  building.catch(() => undefined)
  const sandbox = env.HOMEWARD_SANDBOX_URL ? begun(startSandbox(settings, env, data, say)) : null
  await sandbox?.ready()
  signal.throwIfAborted()
  const demonstration = sandbox ? await seedDemonstration(settings, { data, say }) : null
  signal.throwIfAborted()
  const kept = database ? keepDatabase({ database, say }) : null
  // Heard of by whoever waits for it, which is only once all is ready.
  kept?.gone.catch(() => undefined)
  // Kept for as long as the others drain, and no longer.
  if (kept) stops.splice(stops.indexOf(closeDb), 0, kept.stop)
  const worker = begun(keepRunning({ name: 'worker', entry: 'app/entry.worker.ts', env: settings, say }))
  await building
  signal.throwIfAborted()
  const web = begun(keepRunning({ name: 'web', entry: 'app/entry.web.ts', env: settings, say }))
  await Promise.all([worker.ready(), web.ready()])

  say('')
  say(`Homeward is ready after ${((performance.now() - began) / 1000).toFixed(1)} s:  ${env.APP_URL}`)
  for (const line of demonstration ?? []) say(line)
  say('Ctrl-C stops everything.')
  return kept
}

async function startDatabase(
  given: Settings,
  data: string,
  say: (line: string) => void,
): Promise<EmbeddedPostgres | null> {
  if (given.DATABASE_URL) return null
  return startEmbeddedPostgres({ folder: data, say })
}

type Known = {
  given: Settings
  data: string
  production: boolean
  database: EmbeddedPostgres | null
  dev: boolean
}

/** What the processes are told: what was given, and for the rest what a demonstration needs. */
async function settingsOf({ given, data, production, database, dev }: Known): Promise<Settings> {
  const port =
    given.PORT && given.PORT !== '0' ? given.PORT : String(await freePort(given.PORT === '0' ? 0 : 3000))
  const hasKeys = Boolean(given.STRIPE_SECRET_KEY)
  const sandboxPort = hasKeys ? 0 : await freePort(Number(given.SANDBOX_PORT ?? Number(port) + 1))
  return {
    ...(production ? {} : await demonstrationSecrets(data)),
    ...(database ? { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl } : {}),
    ...(production ? {} : { APP_URL: `http://localhost:${port}` }),
    ...(production || hasKeys ? {} : { HOMEWARD_SANDBOX_URL: `http://localhost:${sandboxPort}` }),
    ...given,
    PORT: port,
    HOMEWARD_DATA: data,
    HOMEWARD_START: production ? 'production' : 'demonstration',
    // React and Express are several times slower in their development builds.
    NODE_ENV: dev ? 'development' : 'production',
    ...(dev ? { HOMEWARD_DEV: '1' } : {}),
  }
}

function startSandbox(settings: Settings, env: Env, data: string, say: (line: string) => void): Child {
  return keepRunning({
    name: 'sandbox',
    entry: 'tests/sandbox/main.ts',
    readyLine: /^sandbox ready /m,
    say,
    env: {
      ...settings,
      SANDBOX_PORT: new URL(env.HOMEWARD_SANDBOX_URL ?? '').port,
      SANDBOX_DATA: `${data}/sandbox`,
      SANDBOX_KEY: env.STRIPE_SECRET_KEY,
      SANDBOX_SENDGRID_KEY: env.SENDGRID_API_KEY,
      SANDBOX_SENDGRID_EVENTS_URL: `http://localhost:${env.PORT}/webhooks/sendgrid`,
      SANDBOX_WEBHOOK_URL: `http://localhost:${env.PORT}/webhooks/stripe`,
      SANDBOX_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
    },
  })
}

/** Seeds on the first start, and makes this start's sign-in links. Runs in this process, with the settings of the others. */
async function seedDemonstration(
  settings: Settings,
  { data, say }: { data: string; say: (line: string) => void },
): Promise<string[]> {
  Object.assign(process.env, settings)
  const { prepareDemonstration } = await import('#prisma/seed.ts')
  return prepareDemonstration({ halfTold: halfToldIn(data), say })
}

function stopOnce(stops: Stop[], say: (line: string) => void): Stop {
  let stopping: Promise<void> | undefined
  const stop = async () => {
    say('Stopping…')
    // What cannot be stopped keeps nothing else running, least of all the database.
    for (const one of stops) await one().catch((error: unknown) => say(`While stopping: ${String(error)}`))
  }
  return () => {
    stopping ??= stop()
    return stopping
  }
}

/** A second signal ends nothing by itself: without a listener it would leave the database and what we started running. */
const untilSignalled = (say: (line: string) => void): Promise<void> =>
  new Promise((resolve) => {
    let heard = false
    const hear = () => {
      if (heard) say('Still stopping: the database is closed last.')
      heard = true
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear)
  })

const present = (source: NodeJS.ProcessEnv): Settings =>
  Object.fromEntries(Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1])))
