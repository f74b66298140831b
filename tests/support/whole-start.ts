import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

type Started = ChildProcessByStdio<null, Readable, Readable>

/**
 * The very process that `npm start` begins. Nothing may stand between: a wrapper passes signals on by its own rules, and one
 * killed our process when it was too busy to answer within 60 ms.
 */
export async function spawnStart(settings: Record<string, string>): Promise<Started> {
  const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'))
  const [program, ...args] = (scripts.start as string).split(' ')
  if (program !== 'node') throw new Error(`npm start begins ${program}, which stands before our process.`)
  return spawn(process.execPath, args, {
    cwd: project,
    env: { PATH: process.env.PATH, NODE_ENV: 'development', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** `npm start` as a host would run it, on a data folder of its own, ready when this answers. */
export async function wholeStart(of: { data: string; port: number; sandboxPort: number }) {
  let said = ''
  const ports = { PORT: String(of.port), SANDBOX_PORT: String(of.sandboxPort) }
  const child = await spawnStart({ HOMEWARD_DATA: of.data, ...ports })
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
