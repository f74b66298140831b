import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { appRole, startEmbeddedPostgres } from '#app/platform/embedded-postgres.ts'
import { generateClient } from '#prisma/generate.ts'
import { migrate } from '#prisma/migrate.ts'
import { startSandbox } from '#tests/sandbox/start.ts'
import { letManyGiftsBegin } from '#tests/support/many-gifts.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string
    appUrl: string
    sandboxUrl: string
  }
}

/** One real PostgreSQL with a migrated template, and one sandbox process, for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  generateClient()
  const folder = await mkdtemp(join(tmpdir(), 'homeward-test-'))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  const [postgres, sandbox] = await Promise.all([
    startEmbeddedPostgres({ folder, throwaway: true }),
    startSandbox({}),
  ])
  const tearDown = async () => {
    await sandbox.stop()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await migrate({ ownerUrl: postgres.ownerUrl, appRole })
    await letManyGiftsBegin(postgres.ownerUrl)
  } catch (error) {
    // The runner tears down only what was set up.
    await tearDown()
    throw error
  }
  project.provide('ownerUrl', postgres.ownerUrl)
  project.provide('appUrl', postgres.appUrl)
  project.provide('sandboxUrl', sandbox.url)
  return tearDown
}
