import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))
const stamp = join(project, 'build', '.source-digest')
const sources = ['app', 'emails', 'public', 'prisma/schema', 'remix.config.js', 'package-lock.json']

/** Builds the pages where there is no build or the sources have changed since. Rejects where the signal ends it. */
export async function buildIfNeeded(say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  const wanted = digestOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the pages…')
  const remix = join(project, 'node_modules/@remix-run/dev/dist/cli.js')
  await run([remix, 'vite:build', '-c', 'remix.config.js'], signal)
  writeFileSync(stamp, wanted)
}

function digestOfSources(): string {
  const digest = createHash('sha256').update(process.version)
  for (const source of sources) {
    for (const file of filesOf(join(project, source))) digest.update(file).update(readFileSync(file))
  }
  return digest.digest('hex')
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
  } catch {
    return [path]
  }
}

function run(args: string[], signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const output: Buffer[] = []
    const child = spawn(process.execPath, args, {
      cwd: project,
      ...(signal ? { signal } : {}),
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', fail)
    child.once('exit', (code) =>
      code === 0
        ? done()
        : fail(new Error(`The pages could not be built.\n${Buffer.concat(output).toString()}`)),
    )
  })
}
