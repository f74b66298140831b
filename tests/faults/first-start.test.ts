import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { delay } from '#app/platform/delay.ts'
import { buildOnce } from '#tests/support/build-once.ts'
import { ownPort } from '#tests/support/own-port.ts'
import { spawnStart } from '#tests/support/whole-start.ts'

const data = await mkdtemp(join(tmpdir(), 'homeward-first-'))
await chmod(data, 0o755)
afterAll(() => rm(data, { recursive: true, force: true }))

// Its own build would be ended in the middle, while others are served from it.
await buildOnce()

const telling = 'telling the story of a fictional year'
const anew = 'it begins anew'

/** Starts everything as a host would, and ends it a moment after the story has begun. */
async function endedInTheStory(port: number): Promise<{ said: string; code: number | null }> {
  const child = await spawnStart({ HOMEWARD_DATA: data, PORT: String(port) })
  let said = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const begun = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes(telling)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
  })
  await Promise.race([begun, ended])
  await delay(1_500)
  // Whoever is impatient asks twice.
  child.kill('SIGINT')
  await delay(20)
  child.kill('SIGINT')
  return { code: await ended, said }
}

const answers = (port: number) =>
  fetch(`http://localhost:${port}/`).then(
    () => true,
    () => false,
  )

test('a first start that is ended in its story leaves nothing running, and the next one tells it anew', {
  timeout: 300_000,
}, async () => {
  const port = await ownPort()
  const first = await endedInTheStory(port)
  expect([first.code, first.said.includes(telling), first.said.includes(anew)]).toEqual([0, true, false])
  expect(first.said).toContain('Still stopping')
  expect(existsSync(join(data, 'postgres', 'postmaster.pid')), 'the database is stopped').toBe(false)
  expect(await answers(port + 1), 'the sandbox is stopped').toBe(false)

  const second = await endedInTheStory(port)
  expect([second.code, second.said.includes(anew), second.said.includes(telling)]).toEqual([0, true, true])
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)
})
