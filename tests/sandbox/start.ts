import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

type StartOptions = {
  data?: string
  port?: number
  key?: string
  webhookUrl?: string
  webhookSecret?: string
  sendgridKey?: string
  publicUrl?: string
}

export type StartedSandbox = {
  url: string
  /** Sends a signal and waits for the end of the process. */
  kill(signal: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
}

const patience = 60_000

/** Starts the sandbox as a process of its own and waits until it is ready. */
export async function startSandbox(options: StartOptions = {}): Promise<StartedSandbox> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    // tsx is looked up from here, wherever the caller stands.
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ...environment(options) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  // A test run that ends early must not leave a process behind.
  const onExit = () => child.kill('SIGKILL')
  process.once('exit', onExit)
  void ended.then(() => process.off('exit', onExit))
  const lines = createInterface({ input: child.stdout })
  const url = await new Promise<string>((found, reject) => {
    const late = setTimeout(() => reject(new Error('the sandbox did not start in time')), patience)
    void ended.then(() => reject(new Error('the sandbox ended before it was ready')))
    lines.on('line', (line) => {
      const ready = /^sandbox ready \{"url":"([^"]+)"\}$/.exec(line)?.[1]
      if (!ready) return
      clearTimeout(late)
      found(ready)
    })
  }).catch(async (error: unknown) => {
    await kill('SIGKILL')
    throw error
  })
  return { url, kill, stop: () => kill('SIGTERM') }
}

const environment = (options: StartOptions) => ({
  SANDBOX_PORT: String(options.port ?? 0),
  SANDBOX_DATA: options.data ? resolve(options.data) : '',
  SANDBOX_KEY: options.key ?? '',
  SANDBOX_WEBHOOK_URL: options.webhookUrl ?? '',
  SANDBOX_WEBHOOK_SECRET: options.webhookSecret ?? '',
  SANDBOX_SENDGRID_KEY: options.sendgridKey ?? '',
  SANDBOX_PUBLIC_URL: options.publicUrl ?? '',
})
