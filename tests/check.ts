import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { generateClient } from '#prisma/generate.ts'

type Step = { name: string; command: string[] }

const require = createRequire(import.meta.url)
const project = fileURLToPath(new URL('..', import.meta.url))
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'remix.config.js', '--reporter=dot']

const steps: Step[] = [
  { name: 'types', command: [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  {
    name: 'style',
    command: [require.resolve('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
  },
  { name: 'nothing unused', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'architecture', command: [...vitest, 'tests/architecture.test.ts'] },
  { name: 'catalogs', command: [...vitest, 'tests/words'] },
]

/** All that a change is held to beside its tests. Says each by name with ok or what is wrong; exit 1 where any is. */
generateClient()
let wrong = 0
for (const step of steps) {
  const { code, output } = await run(step.command)
  if (code !== 0) wrong += 1
  say(code === 0 ? `ok     ${step.name}` : `WRONG  ${step.name}\n${output.trimEnd()}\n`)
}
say(wrong === 0 ? 'All is in order.' : `${wrong} of ${steps.length} checks found something.`)
process.exitCode = wrong === 0 ? 0 : 1

function run(command: string[]): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    const output: Buffer[] = []
    const child = spawn(process.execPath, command, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', fail)
    child.once('close', (code) => done({ code: code ?? 1, output: Buffer.concat(output).toString() }))
  })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
