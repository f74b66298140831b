import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { buildOnce } from './build-once.ts'
import { controlOf } from './control.ts'
import { ownPort } from './own-port.ts'
import { settled } from './settled.ts'
import type { World } from './world.ts'

const entries = { web: 'app/entry.web.ts', worker: 'app/entry.worker.ts' }
export type ProcessName = keyof typeof entries

type Options = {
  /** The sandbox that they talk to; without it, the one that all tests share. */
  sandboxUrl?: string
  settleDelayMs?: number
  /** Told all that the processes write, instead of this one's own output. */
  hear?: (written: string) => void
}

const patience = 100_000
const project = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The built web process and the worker as real processes, on this file's database and sandbox account. Call it right
 * after `useWorld`, before anything reads the settings: from here on `APP_URL` is the address that it answers.
 */
export async function useApp(world: World, options: Options = {}) {
  const port = await ownPort()
  const url = `http://localhost:${port}`
  process.env.APP_URL = url
  if (options.sandboxUrl) {
    world.sandbox.url = options.sandboxUrl
    process.env.HOMEWARD_SANDBOX_URL = options.sandboxUrl
  }
  await buildOnce()

  const running = new Map<ProcessName, ChildProcess>()
  async function start(name: ProcessName): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', entries[name]], {
      cwd: project,
      env: { ...process.env, PORT: String(port), NODE_ENV: 'production', HOMEWARD_START: 'demonstration' },
      stdio: ['ignore', options.hear ? 'pipe' : 'inherit', options.hear ? 'pipe' : 'inherit', 'ipc'],
    })
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk: Buffer) => options.hear?.(chunk.toString('utf8')))
    running.set(name, child)
    await ready(name, child)
  }
  /** Ends a process by a signal and waits until it is gone. */
  async function kill(name: ProcessName, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = running.get(name)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
  async function restart(name: ProcessName): Promise<void> {
    await kill(name)
    await start(name)
  }
  afterAll(() => Promise.all([kill('web'), kill('worker')]))

  const control = controlOf(world)
  await control.post('account', {
    webhookUrl: `${url}/webhooks/stripe`,
    webhookSecret: process.env.STRIPE_WEBHOOK_SECRET,
    settleDelayMs: options.settleDelayMs ?? 0,
  })
  await Promise.all([start('web'), start('worker')])
  const pidOf = (name: ProcessName): number | undefined => running.get(name)?.pid
  return { url, control, kill, restart, pidOf, settled: () => settled(control) }
}

export type App = Awaited<ReturnType<typeof useApp>>

function ready(name: ProcessName, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the ${name} process did not start in time`)), patience)
    child.once('message', () => {
      clearTimeout(late)
      resolve()
    })
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`the ${name} process ended before it was ready (code ${code})`))
    })
  })
}
