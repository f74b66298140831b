import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { delay } from '#app/platform/delay.ts'

export type Child = {
  /** Settles when the process has said that it is ready; throws where it could not start. */
  ready(): Promise<unknown>
  stop(): Promise<void>
}

type Options = {
  name: string
  /** Relative to the project. */
  entry: string
  env: Record<string, string>
  /** A line of output that means ready; otherwise the process sends a message. */
  readyLine?: RegExp
  say: (line: string) => void
}

const patience = 30_000

/** Keeps a process of ours running: a killed one is started again after a moment, until it is stopped. */
export function keepRunning({ name, entry, env, readyLine, say }: Options): Child {
  let current: ChildProcess
  let stopping = false
  let starts = 0
  let wasReady = false
  let settle: (said: unknown) => void = () => undefined
  const ready = new Promise<unknown>((resolve) => {
    settle = (said) => {
      wasReady = true
      resolve(said)
    }
  })

  function start(): void {
    starts += 1
    const startedAt = performance.now()
    current = spawn(
      process.execPath,
      // Prisma queues queries on one connection, which its driver calls deprecated: nothing that a host could mend.
      ['--no-deprecation', '--import', 'tsx', fileURLToPath(new URL(`../../${entry}`, import.meta.url))],
      {
        env: { ...process.env, ...env, HOMEWARD_PROCESS: name },
        stdio: ['ignore', readyLine ? 'pipe' : 'inherit', 'inherit', 'ipc'],
        // Ctrl-C reaches a whole process group; these are ended one after the other, by whoever started them.
        detached: true,
      },
    )
    current.on('message', (message) => settle(message))
    if (readyLine) {
      current.stdout?.on('data', (chunk: Buffer) => {
        if (readyLine.test(chunk.toString())) settle(chunk.toString())
      })
    }
    current.once('exit', async (code, signal) => {
      if (stopping) return
      // One that could not start will not do so the next time either; one that was ready once will.
      if (!wasReady && starts === 1 && performance.now() - startedAt < patience && signal === null) {
        settle(new Error(`The ${name} process could not start (code ${code}).`))
        return
      }
      say(`The ${name} process ended (${signal ?? code}); starting it again.`)
      await delay(500)
      if (!stopping) start()
    })
  }

  start()
  return {
    ready: async () => {
      const said = await ready
      if (said instanceof Error) throw said
      return said
    },
    stop: () => {
      stopping = true
      return ended(current)
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await exit
  clearTimeout(hard)
}
