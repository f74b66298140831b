import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { openBackup } from '#app/platform/backup/read-backup.ts'
import { writeBackup } from '#app/platform/backup/write-backup.ts'
import { startSandbox } from '#tests/sandbox/start.ts'
import { useApp } from './app.ts'
import { dumpOf, lettersOf } from './dump.ts'
import { officeOf } from './office.ts'
import { useWorld } from './world.ts'

export type Canary = Awaited<ReturnType<typeof useCanary>>

/** The whole app as it runs, with all that it writes anywhere, to be searched for what was planted: `traces` finds it. */
export async function useCanary(traces: RegExp) {
  const world = await useWorld()
  const folder = await mkdtemp(join(tmpdir(), 'homeward-canary-'))
  const sandbox = await startSandbox({
    ...{ data: join(folder, 'sandbox'), key: world.sandbox.stripeKey, sendgridKey: world.sandbox.mailKey },
  })
  let logged = ''
  process.env.LOG_LEVEL = 'debug'
  const app = await useApp(world, {
    sandboxUrl: sandbox.url,
    hear: (written) => {
      logged += written
    },
  })
  afterAll(async () => {
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const found = (text: string): string[] => [...new Set(text.match(traces) ?? [])]
  const key = Buffer.from(process.env.BACKUP_KEY ?? '', 'base64')
  const postgresFolder = dirname(new URL(world.ownerUrl).searchParams.get('host') ?? '')

  /** The main backup as it lies there, and all that it says once it is open. */
  async function backedUp(): Promise<{ sealed: string; open: string }> {
    const file = await writeBackup({
      ...{ ownerUrl: world.ownerUrl, key, folder: join(folder, 'backups') },
      ...{ kind: 'data', say: () => undefined },
    })
    const parts: Buffer[] = []
    for await (const bytes of openBackup({ file, key, kind: 'data' })) parts.push(bytes)
    const open = Buffer.concat(parts).toString('latin1')
    return { sealed: (await readFile(file)).toString('latin1'), open: `${open}\n${lettersOf(open)}` }
  }

  /** What was told to Stripe and to the mail, each with its name. */
  async function told(): Promise<Map<string, string>> {
    const files = await filesUnder(join(folder, 'sandbox'))
    return new Map(
      await Promise.all(
        files.map(async (file) => [basename(file), await readFile(file, 'utf8')] as [string, string]),
      ),
    )
  }

  const databaseLog = () => readFile(join(postgresFolder, 'postgres', 'server.log'), 'utf8')

  /** Every file of ours and of the database, by its path. */
  const fileNames = async () =>
    [...(await filesUnder(folder)), ...(await filesUnder(postgresFolder))].map((name) =>
      name.replace(folder, ''),
    )

  return {
    ...{ world, app, browser: officeOf(app), found, backedUp, told, databaseLog, fileNames },
    logged: () => logged,
    dump: () => dumpOf(world.ownerUrl),
  }
}

/** Other tests' databases lie in the same folder, and one may be dropped while it is read. */
async function filesUnder(at: string): Promise<string[]> {
  const entries = await readdir(at, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files: string[] = []
  for (const entry of entries) {
    if (entry.isFile()) files.push(join(at, entry.name))
    else if (entry.isDirectory()) files.push(...(await filesUnder(join(at, entry.name))))
  }
  return files
}

/** The tables in which something planted stands in the clear, each with what stands there. */
export async function tablesWithTraces({ dump, found }: Canary): Promise<[string, string[]][]> {
  const tables = [...(await dump())]
  expect(tables.find(([name]) => name === 'public.bond')?.[1]).not.toBe('\n')
  return tables
    .map(([name, text]): [string, string[]] => [name, found(text)])
    .filter(([, traces]) => traces.length > 0)
}

export const nowhere: Record<string, string[]> = {
  ...{ log: [], databaseLog: [], mail: [], stripe: [], addresses: [], fileNames: [], backup: [] },
}

/** What stands in a place other than the tables: logs, mail, Stripe, addresses, names of files, the main backup. */
export async function tracesBesideTables(canary: Canary): Promise<Record<string, string[]>> {
  const { app, browser, found, logged, told, databaseLog, fileNames, backedUp } = canary
  await app.settled()
  expect(logged()).toContain('the web process is ready')
  expect(logged()).toContain('the worker is ready')
  const texts = await told()
  expect([...texts.keys()].sort()).toEqual(['mail.jsonl', 'stripe.jsonl'])
  expect(browser.addresses.length).toBeGreaterThan(100)
  const names = await fileNames()
  expect(names.length).toBeGreaterThan(100)
  const { sealed, open } = await backedUp()
  expect(open).not.toContain('vault_keys')
  return {
    log: found(logged()),
    databaseLog: found(await databaseLog()),
    mail: found(texts.get('mail.jsonl') ?? ''),
    stripe: found(texts.get('stripe.jsonl') ?? ''),
    addresses: browser.addresses.flatMap((address) => [
      ...found(address),
      ...found(decodeURIComponent(address.replaceAll('+', ' '))),
    ]),
    fileNames: names.flatMap(found),
    backup: [...found(sealed), ...found(open)],
  }
}
