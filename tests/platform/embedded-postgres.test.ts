import { type SpawnOptions, spawn } from 'node:child_process'
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { keepDatabase } from '#app/start/keep-database.ts'
import { killDatabase } from '#tests/support/kill-database.ts'

const root = process.getuid?.() === 0
const nobody = 65534

let folder: string
const running: EmbeddedPostgres[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-pg-'))
  await chmod(folder, 0o755)
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

test('a restart keeps the data, and the app cannot do what the owner can', async () => {
  const first = await start(folder)
  await query(first.ownerUrl, 'create table kept (at int)', 'insert into kept values (7)')
  await first.stop()

  const second = await start(folder)
  expect(await query(second.ownerUrl, 'select at from kept')).toEqual([{ at: 7 }])
  await expect(query(second.appUrl, 'select at from kept')).rejects.toThrow('permission denied')
  await expect(query(second.appUrl, 'create table mine (at int)')).rejects.toThrow('permission denied')
})

test('whoever comes second joins the running server, and leaves it to its starter', async () => {
  const first = await start(folder)
  const second = await start(folder)

  await second.stop()

  expect(await query(first.appUrl, 'select 1 as up')).toEqual([{ up: 1 }])
  expect(second.appUrl).toBe(first.appUrl)
})

test('it is back after its server process was killed, with what was committed', async () => {
  const first = await start(folder)
  await query(first.ownerUrl, 'create table kept (at int)', 'insert into kept values (7)')
  process.kill(await serverProcess(folder), 'SIGKILL')

  const second = await start(folder)

  expect(await query(second.ownerUrl, 'select at from kept')).toEqual([{ at: 7 }])
})

test('a pid file whose number now belongs to another process does not stop the start', async () => {
  const first = await start(folder)
  await query(first.ownerUrl, 'create table kept (at int)', 'insert into kept values (7)')
  await first.stop()
  await writeFile(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n`)

  const second = await start(folder)

  expect(await query(second.ownerUrl, 'select at from kept')).toEqual([{ at: 7 }])
})

test('a folder too deep for a socket gets a short one, that only its user can enter', async () => {
  const deep = join(folder, 'a-folder-with-quite-a-long-name'.repeat(2), 'and-another-one-below-it'.repeat(2))
  await mkdir(deep, { recursive: true })

  const server = await start(deep)

  const socket = new URL(server.appUrl).searchParams.get('host') ?? ''
  expect(Buffer.byteLength(join(socket, '.s.PGSQL.5432'))).toBeLessThan(107)
  expect((await stat(socket)).mode & 0o777).toBe(0o700)
  expect(await query(server.appUrl, 'select 1 as up')).toEqual([{ up: 1 }])
  await server.stop()
  await rm(socket, { recursive: true })
})

test('its server never runs as root, and answers on no network port', async () => {
  const server = await start(folder)
  const status = await readFile(`/proc/${await serverProcess(folder)}/status`, 'utf8')
  expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBe(root ? nobody : process.getuid?.())
  expect(await query(server.ownerUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
})

test('it runs for an ordinary user', async () => {
  if (root) await chown(folder, nobody, nobody)
  const program = `
    const { startEmbeddedPostgres } = await import('#app/platform/embedded-postgres.ts')
    const { Client } = await import('pg')
    const server = await startEmbeddedPostgres({ folder: process.argv[1], throwaway: true })
    const client = new Client({ connectionString: server.appUrl })
    await client.connect()
    const { rows } = await client.query('select 1 as up')
    await client.end()
    await server.stop()
    process.stdout.write(JSON.stringify({ rows, user: process.getuid() }))`
  const output = await run(
    root ? await reachableNode() : process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program, folder],
    root
      ? {
          uid: nobody,
          gid: nobody,
          env: { NODE_ENV: 'test', PATH: process.env.PATH, HOME: folder, TMPDIR: folder },
        }
      : {},
  )
  expect(JSON.parse(output)).toEqual({ rows: [{ up: 1 }], user: root ? nobody : process.getuid?.() })
})

test('a database that cannot be started again ends everything, with a sentence that says where to look', async () => {
  const database = await start(folder)
  const lines: string[] = []
  const { gone } = keepDatabase({ database, say: (line) => lines.push(line), patience: 1_500 })
  await rm(join(folder, 'postgres', 'postgresql.conf'))
  await killDatabase(folder)
  await expect(gone).rejects.toThrow(
    /^The database ended and could not be started again within \d+\.\d s, so everything stops here\.\n.*server\.log \(a full disk/,
  )
  expect(lines).toEqual([
    'The database ended; starting it again. What was committed is kept; pages say so until it is back.',
  ])
})

async function start(at: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder: at, throwaway: true })
  running.push(server)
  return server
}

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

const serverProcess = async (at: string): Promise<number> =>
  Number((await readFile(join(at, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])

/** Node itself may lie in a folder of root's, where nobody else can start it. */
async function reachableNode(): Promise<string> {
  const copy = join(folder, 'node')
  await copyFile(process.execPath, copy)
  await chmod(copy, 0o755)
  return copy
}

function run(node: string, args: string[], options: SpawnOptions): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(node, args, {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output: Buffer[] = []
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', fail)
    child.once('close', (code) =>
      code === 0 ? done(Buffer.concat(output).toString()) : fail(new Error(`it ended with code ${code}`)),
    )
  })
}
