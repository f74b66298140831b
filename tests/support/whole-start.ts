import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** `npm start` as a host would run it, on a data folder of its own, ready when this answers. */
export async function wholeStart(of: { data: string; port: number; sandboxPort: number }) {
  let said = ''
  const child = spawn(process.execPath, ['--import', 'tsx', 'app/entry.cli.ts', 'start'], {
    cwd: project,
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'development', HOMEWARD_DATA: of.data },
      ...{ PORT: String(of.port), SANDBOX_PORT: String(of.sandboxPort) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  for (const output of [child.stdout, child.stderr])
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })

  /** Ends it as Ctrl-C would, and answers its exit code. */
  async function end(): Promise<number | null> {
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), 60_000)
    const code = await exit
    clearTimeout(hard)
    return code
  }

  try {
    await until(async () => said.includes('Homeward is ready') || child.exitCode !== null, 120)
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}:\n${said}`)
  } catch (error) {
    await end()
    throw error
  }
  return { end, said: () => said }
}
