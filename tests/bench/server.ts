import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Server = { port: number; stop(): Promise<void> }

/** Starts a server in a process of its own, as it runs in production, and waits for the port that it says. */
export async function startServer(entry: string, environment: Record<string, string>): Promise<Server> {
  const project = fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    cwd: project,
    env: {
      ...process.env,
      ...environment,
      PORT: '0',
      NODE_ENV: 'production',
      HOMEWARD_START: 'demonstration',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const port = await new Promise<number>((done, fail) => {
    child.once('message', (message: { port: number }) => done(message.port))
    child.once('exit', (code) => fail(new Error(`${entry} ended with code ${code}`)))
  })
  return { port, stop: () => ended(child) }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  await exit
}
