import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const canaries = [
  'Canary Quill',
  'A-000-000-042',
  '4242424242424242',
  'canary@larkspur.example',
  'whsec_canary',
]

/** The log is read where it is written: from the output of a process of its own. */
const written = await run(`
  const { log } = await import('#app/platform/log.ts')
  const canaries = ${JSON.stringify(canaries)}
  const secret = canaries.join(' ')

  log.info('a plain line', { route: '/funds/:slug', status: 200, milliseconds: 12 })
  log.warn('fields that are not allowed', { name: secret, body: secret, email: secret, status: 400 })
  log.warn('nested', { route: '/x', donor: { name: secret } })
  log.error('an error that quotes a row', {}, Object.assign(new Error('Failing row contains ' + secret), { code: '23514' }))
  log.error('an error behind an error', {}, new Error('outside ' + secret, { cause: new TypeError('inside ' + secret) }))
  log.error('an error of many lines', {}, new Error('first\\n' + secret + '\\n    at ' + 'the end'))
  log.error('not even an error', {}, secret)
  log.debug('below the level', { status: 1 })
`)

const lines = written
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>)

test('what was planted is in no line', () => {
  for (const canary of canaries) expect(written).not.toContain(canary)
})

test('a line says when, in UTC, where, and what', () => {
  expect(lines[0]).toMatchObject({
    process: 'a-test',
    route: '/funds/:slug',
    status: 200,
    milliseconds: 12,
    message: 'a plain line',
  })
  expect(lines[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('of other fields nothing is kept, and their line stands', () => {
  expect(lines[1]).toMatchObject({ message: 'fields that are not allowed', status: 400 })
  expect(Object.keys(lines[1] ?? {})).not.toContain('name')
  expect(lines[2]).not.toHaveProperty('donor')
})

test('of an error its kind, its code and where it happened are kept', () => {
  expect(lines[3]).toMatchObject({ error: 'Error', code: '23514' })
  expect(lines[3]?.frames).toEqual(expect.arrayContaining([expect.stringMatching(/^at /)]))
  expect(lines[4]).toMatchObject({ error: 'Error', cause: { error: 'TypeError' } })
  expect(lines[6]).toMatchObject({ message: 'not even an error', error: 'string' })
})

test('what is below the level is not written', () => {
  expect(lines.map(({ message }) => message)).not.toContain('below the level')
})

function run(program: string): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { NODE_ENV: 'test', PATH: process.env.PATH, LOG_LEVEL: 'info', HOMEWARD_PROCESS: 'a-test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', fail)
    child.once('close', () => done(Buffer.concat(output).toString()))
  })
}
