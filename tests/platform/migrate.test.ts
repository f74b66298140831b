import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appRole } from '#app/platform/embedded-postgres.ts'
import { migrate } from '#prisma/migrate.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** A folder that begins with the real migrations' names would be refused as edited: each test has a database of its own. */
let folder: string
let database: string
let made = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeward-migrations-'))
  made += 1
  database = `${new URL(world.ownerUrl).pathname.slice(1)}_${made}`
  await asOwner(world.ownerUrl, 'postgres', (admin) =>
    admin.query(`create database ${database} template homeward`),
  )
  await asOwner(world.ownerUrl, database, (owner) => owner.query('delete from _prisma_migrations'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
  await asOwner(world.ownerUrl, 'postgres', (admin) => admin.query(`drop database ${database} with (force)`))
})

test('files are applied in the order of their names, and then never again', async () => {
  await given('20300102000000_second', 'insert into trail values (2)')
  await given('20300101000000_first', 'create table trail (at int); insert into trail values (1)')

  expect(await run()).toEqual(['20300101000000_first', '20300102000000_second'])
  expect(await run()).toEqual([])
  expect(await rows('select at from trail order by at')).toEqual([{ at: 1 }, { at: 2 }])
})

test('of two runners that start at once the second waits, and nothing is applied twice', async () => {
  await given(
    '20300101000000_slow',
    'create table once (at int); select pg_sleep(0.3); insert into once values (1)',
  )

  const [one, two] = await Promise.all([run(), run()])

  expect([...one, ...two]).toEqual(['20300101000000_slow'])
  expect(await rows('select at from once')).toEqual([{ at: 1 }])
})

describe('history that was rewritten stops the start', () => {
  beforeEach(async () => {
    await given('20300101000000_first', 'create table trail (at int)')
    await run()
  })

  test('an applied file that was edited', async () => {
    await given('20300101000000_first', 'create table trail (at bigint)')
    await given('20300102000000_second', 'create table never (at int)')
    await expect(run()).rejects.toThrow('20300101000000_first was edited after it was applied')
    expect(await rows("select to_regclass('never') as it")).toEqual([{ it: null }])
  })

  test('an applied file that is gone', async () => {
    await rm(join(folder, '20300101000000_first'), { recursive: true })
    await expect(run()).rejects.toThrow(
      '20300101000000_first was applied to this database but its file is missing',
    )
  })
})

describe('a file that fails leaves nothing', () => {
  test('neither its first statements nor its row, while the files before it stay', async () => {
    await given('20300101000000_good', 'create table good (at int)')
    await given('20300102000000_bad', 'create table half (at int); insert into nowhere values (1)')

    await expect(run()).rejects.toThrow('20300102000000_bad failed; nothing of it was kept')

    expect(await rows("select to_regclass('good') is not null as good, to_regclass('half') as half")).toEqual(
      [{ good: true, half: null }],
    )
    expect(await applied()).toEqual(['20300101000000_good'])
  })

  test('and once it is mended, the rest follows', async () => {
    await given('20300101000000_bad', 'create table half (at int); insert into nowhere values (1)')
    await expect(run()).rejects.toThrow()
    await given('20300101000000_bad', 'create table half (at int)')
    expect(await run()).toEqual(['20300101000000_bad'])
  })
})

test('a function whose body has semicolons is one statement, as it was written', async () => {
  await given(
    '20300101000000_function',
    `create function twice(n int) returns int language plpgsql as $$
     declare answer int; begin answer := n * 2; return answer; end $$;`,
  )
  await run()
  expect(await rows('select twice(21) as n')).toEqual([{ n: 42 }])
})

test('one role for both is refused', async () => {
  await expect(migrate({ ownerUrl: owner(), appRole: 'homeward_owner', folder })).rejects.toThrow(
    'two database roles',
  )
})

async function given(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), `-- Why: a test.\n${sql};\n`)
}

const owner = () => world.ownerUrl.replace(/\/[^/?]+\?/, `/${database}?`)

const run = () => migrate({ ownerUrl: owner(), appRole, folder })

const rows = (sql: string) =>
  asOwner(world.ownerUrl, database, async (client) => (await client.query<Record<string, unknown>>(sql)).rows)

const applied = async () =>
  (await rows('select migration_name from _prisma_migrations order by 1')).map((row) => row.migration_name)
