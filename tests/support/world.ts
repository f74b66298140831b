import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, inject } from 'vitest'
import { closeDb } from '#app/platform/db.ts'

export type World = {
  ownerUrl: string
  appUrl: string
  sandbox: { url: string; stripeKey: string; mailKey: string }
}

/**
 * A database of this file's own, cloned from the migrated template, and an account of its own in the sandbox.
 * Call it once, at the top of a test file, awaited.
 */
export async function useWorld(): Promise<World> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asOwner(inject('ownerUrl'), 'postgres', (admin) =>
    admin.query(`create database ${name} template homeward`),
  )
  const world: World = {
    ownerUrl: withDatabase(inject('ownerUrl'), name),
    appUrl: withDatabase(inject('appUrl'), name),
    sandbox: { url: inject('sandboxUrl'), stripeKey: `sk_test_${name}`, mailKey: `SG.${name}` },
  }
  process.env.DATABASE_URL = world.appUrl
  process.env.DATABASE_OWNER_URL = world.ownerUrl
  process.env.STRIPE_SECRET_KEY = world.sandbox.stripeKey
  process.env.SENDGRID_API_KEY = world.sandbox.mailKey
  process.env.HOMEWARD_SANDBOX_URL = world.sandbox.url

  afterAll(async () => {
    await closeDb()
    await asOwner(inject('ownerUrl'), 'postgres', (admin) =>
      admin.query(`drop database if exists ${name} with (force)`),
    )
  })
  return world
}

/** Runs SQL as the migrating owner, past row-level security and grants: for looking, and for attacking. */
export async function asOwner<T>(
  url: string,
  database: string | null,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: database ? withDatabase(url, database) : url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const withDatabase = (url: string, database: string): string => url.replace(/\/[^/?]+\?/, `/${database}?`)
