import { inject } from 'vitest'
import { buildIfNeeded } from '#app/start/build.ts'
import { asOwner } from './world.ts'

/** Test files run side by side and share one build: the first makes it, the others wait for it. */
export async function buildOnce(): Promise<void> {
  const { VITEST } = process.env
  await asOwner(inject('ownerUrl'), 'postgres', async (admin) => {
    await admin.query("select pg_advisory_lock(hashtextextended('build', 0))")
    // Under this name the bundler's settings are those of the test runner.
    delete process.env.VITEST
    try {
      await buildIfNeeded(() => undefined)
    } finally {
      process.env.VITEST = VITEST
    }
  })
}
