import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { deleteOldKeyBackups } from '#app/platform/backup/delete-old-keys.ts'
import { walkBackup } from '#app/platform/backup/read-backup.ts'
import { writeBackup } from '#app/platform/backup/write-backup.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { givenActor, givenPostedBond, type Team } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam, givenRequest } from '#tests/support/given-request.ts'
import { givenToldOf, keptOf, openedByTheVault } from '#tests/support/given-told.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { digests, givenBackups, givenEmptyDatabase, key, restoreInto, run, scratch } from './given-backup.ts'

const world = await useWorld()
let team: Team

beforeAll(async () => {
  team = await givenIntakeTeam()
  await givenRequest(team.fundId)
  await givenPostedBond(team)
  // More than one chunk, however well it is compressed.
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('insert into rate_limit (key) select gen_random_uuid()::text from generate_series(1, 5000)'),
  )
})

/** The command as a host runs it, on the world's database or on another. */
function homeward(args: string[], ownerUrl = world.ownerUrl): Promise<{ code: number | null; said: string }> {
  const nameIn = (url: string) => /\/([^/?]+)\?/.exec(url)?.[1] ?? ''
  const appUrl = world.appUrl.replace(nameIn(world.appUrl), nameIn(ownerUrl))
  return run(['--import', 'tsx', 'app/entry.cli.ts', ...args], {
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_URL: appUrl,
  })
}

test('what was backed up is restored row by row, and numbers go on where they stood', async () => {
  const files = await givenBackups(world.ownerUrl)
  const target = await givenEmptyDatabase(world.ownerUrl)
  await restoreInto(target, files)
  const before = await digests(world.ownerUrl)
  expect(Object.keys(before).length).toBeGreaterThan(100)
  expect(before['vault_keys.person_key']).not.toMatch(/^0 /)
  expect(await digests(target)).toEqual(before)

  const sequences = (url: string) =>
    asOwner(url, null, async (owner) => {
      const all = await owner.query(
        "select schemaname, sequencename, last_value from pg_sequences where schemaname in ('public', 'graphile_worker') order by 1, 2",
      )
      return all.rows
    })
  expect(await sequences(target)).toEqual(await sequences(world.ownerUrl))
  // What was not sealed yet can be sealed here.
  const { rows: waiting } = await asOwner(target, null, (owner) =>
    owner.query(`select count(*)::int as unsealed,
                        count(*) filter (where e.sealed_by < pg_snapshot_xmin(pg_current_snapshot()))::int as sealable
                   from audit_event e where not exists (select from audit_seal s where s.event_id = e.id)`),
  )
  expect(waiting[0].unsealed).toBeGreaterThan(0)
  expect(waiting[0].sealable).toBe(waiting[0].unsealed)
  expect(basename(files.data)).toMatch(/^homeward-data-\d{4}-\d\d-\d\dT\d{9}Z\.backup$/)
  expect((await stat(files.data)).mode & 0o777).toBe(0o600)
})

test('the main backup has no key, and says when it was taken, of what, and how many rows', async () => {
  const { data } = await givenBackups(world.ownerUrl)
  const tables: string[] = []
  const closing = await walkBackup(
    { file: data, key, kind: 'data' },
    {
      opening: async ({ migrations, takenAt }) => {
        expect(migrations.at(0)).toMatchObject({
          name: '20261101000001_funds',
          checksum: expect.stringMatching(/^\w{64}$/),
        })
        expect(Date.now() - new Date(takenAt).getTime()).toBeLessThan(60_000)
      },
      table: async ({ table, rows }) => {
        tables.push(table)
        for await (const bytes of rows()) expect(bytes.length).toBeGreaterThan(0)
      },
    },
  )
  expect(tables.filter((table) => table.startsWith('vault_keys'))).toEqual([])
  expect(closing.tables.find(({ table }) => table === 'public.bond')?.rows).toBe(1)
})

test('keys of before an erasure do not bring the person back either', async () => {
  const administrator = await givenActor(team.fundId, ['administrator'])
  const { personId } = await givenPerson(team.fundId, { name: 'Quillfeather Before' })
  const { keys } = await givenBackups(world.ownerUrl)
  await erasePerson({ staff: administrator, personId })
  const { data } = await givenBackups(world.ownerUrl)
  const target = await givenEmptyDatabase(world.ownerUrl)
  await restoreInto(target, { data, keys })
  const left = await asOwner(target, null, (owner) =>
    owner.query(
      `select wrapped_key, destroyed_at is not null as destroyed,
              (select count(*)::int from vault_keys.person_index i where i.person_id = k.person_id) as tokens
         from vault_keys.person_key k where person_id = $1`,
      [personId],
    ),
  )
  expect(left.rows).toEqual([{ wrapped_key: null, destroyed: true, tokens: 0 }])
})

describe('refused in words, with nothing changed', () => {
  let files: Awaited<ReturnType<typeof givenBackups>>
  let empty: string
  beforeAll(async () => {
    files = await givenBackups(world.ownerUrl)
    empty = await givenEmptyDatabase(world.ownerUrl)
  })
  const untouched = () =>
    asOwner(empty, null, async (owner) => {
      const { rows } = await owner.query(
        "select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace",
      )
      return rows[0].n
    })
  async function altered(change: (bytes: Buffer) => Buffer) {
    const file = join(await scratch(), 'altered.backup')
    await writeFile(file, change(await readFile(files.data)))
    return restoreInto(empty, { data: file, keys: files.keys })
  }

  test('another key', async () => {
    await expect(restoreInto(empty, files, randomBytes(32))).rejects.toThrow('made with another BACKUP_KEY')
    expect(await untouched()).toBe(0)
  })

  test('one bit changed, anywhere', async () => {
    const { length } = await readFile(files.data)
    for (const at of [0, 18, 30, 60, 70, 90, Math.floor(length / 2), length - 20, length - 1]) {
      const flipped = altered((bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ 1
        return bytes
      })
      await expect(flipped, `byte ${at}`).rejects.toThrow(
        /no backup|another BACKUP_KEY|was changed|cut off|backup of keys|not a backup/,
      )
    }
    expect(await untouched()).toBe(0)
  })

  test('cut off, anywhere, also where a chunk ends', async () => {
    const whole = await readFile(files.data)
    expect(whole.length).toBeGreaterThan(100_000)
    const firstChunk = 67 + 4 + (whole.readUInt32BE(67) & 0x7fff_ffff) + 16
    for (const length of [0, 10, 67, firstChunk, Math.floor(whole.length / 2), whole.length - 1])
      await expect(
        altered((bytes) => bytes.subarray(0, length)),
        `${length}`,
      ).rejects.toThrow(/cut off|no backup/)
    await expect(altered((bytes) => Buffer.concat([bytes, bytes.subarray(67)]))).rejects.toThrow(
      'was changed',
    )
    expect(await untouched()).toBe(0)
  })

  test('the two files the wrong way round, and a file that is something else', async () => {
    await expect(restoreInto(empty, { data: files.keys, keys: files.data })).rejects.toThrow(
      'This is a backup of keys, where one of data is wanted.',
    )
    await expect(restoreInto(empty, { data: 'README.md', keys: files.keys })).rejects.toThrow(
      'no backup of Homeward',
    )
    expect(await untouched()).toBe(0)
  })

  test('a database with rows, and one of another version', async () => {
    const before = await digests(world.ownerUrl)
    await expect(restoreInto(world.ownerUrl, files)).rejects.toThrow(
      /new, empty database. This one has rows in /,
    )
    expect(await digests(world.ownerUrl)).toEqual(before)

    const change = (how: string) =>
      asOwner(world.ownerUrl, null, (owner) =>
        owner.query(
          `update _prisma_migrations set checksum = ${how} where migration_name = '20261101000002_ledger'`,
        ),
      )
    await change('reverse(checksum)')
    const other = await givenBackups(world.ownerUrl)
    await change('reverse(checksum)')
    await expect(restoreInto(await givenEmptyDatabase(world.ownerUrl), other)).rejects.toThrow(
      '20261101000002_ledger (another text)',
    )
  })
})

test('key backups go after 7 days by the time inside them, and nothing else goes', async () => {
  const folder = await scratch()
  const day = 24 * 60 * 60 * 1000
  const at = (daysAgo: number, kind: 'data' | 'keys') =>
    asOfTime(new Date(Date.now() - daysAgo * day), () =>
      writeBackup({ ownerUrl: world.ownerUrl, key, folder, kind, say: () => undefined }),
    ).then((file) => basename(file))
  const old = [await at(30, 'keys'), await at(7, 'keys')]
  const kept = [await at(6, 'keys'), await at(0, 'keys'), await at(30, 'data')]
  await writeFile(join(folder, 'homeward-keys-2020-01-01T000000000Z.backup'), 'only named like one')
  const strange = basename(
    await writeBackup({
      ownerUrl: world.ownerUrl,
      key: randomBytes(32),
      folder,
      kind: 'keys',
      say: () => undefined,
    }),
  )
  expect(await deleteOldKeyBackups({ folder, key })).toEqual({ deleted: old.sort(), unreadable: [strange] })
  expect((await readdir(folder)).sort()).toEqual(
    [...kept, strange, 'homeward-keys-2020-01-01T000000000Z.backup'].sort(),
  )
})

test('a failed write leaves no file behind', async () => {
  const folder = await scratch()
  const gone = world.ownerUrl.replace(/\/[^/?]+\?/, '/nowhere?')
  await expect(
    writeBackup({ ownerUrl: gone, key, folder, kind: 'data', say: () => undefined }),
  ).rejects.toThrow()
  expect(await readdir(folder)).toEqual([])
})

test('by the commands: data of before an erasure, restored with the keys of today, cannot read the person', async () => {
  const folder = await scratch()
  const administrator = await givenActor(team.fundId, ['administrator'])
  const erased = await givenPerson(team.fundId, { name: 'Quillfeather Example' })
  const other = await givenPerson(team.fundId, { name: 'Somebody Else' })
  const told = await givenToldOf(team)
  const saidOf = async (args: string[], url?: string) => {
    const { code, said } = await homeward(args, url)
    expect([args[0], code, said]).toEqual([args[0], 0, expect.any(String)])
    return /^Written: (.*)$/m.exec(said)?.[1] ?? said
  }
  let moving = true
  const movers = (async () => {
    while (moving) await givenPostedBond(team, { principal: 100_00n })
  })()
  const data = await saidOf(['backup', folder])
  moving = false
  await movers
  for (const { personId } of [erased, told]) await erasePerson({ staff: administrator, personId })
  const younger = await givenPerson(team.fundId, { name: 'Came Later' })
  const keys = await saidOf(['backup-keys', folder])
  const target = await givenEmptyDatabase(world.ownerUrl)
  const said = await saidOf(['restore', data, keys], target)
  expect(said).toContain('public.person_field  ')
  expect(said).toContain('vault_keys.person_key: 1 left out, younger than the data')
  // Taken while money moved, it shows one moment: no half of a posting.
  expect(said).toContain('The books are in order')

  const reading = await run(
    [
      ...['--import', 'tsx', '--input-type=module', '-e'],
      `const { known } = await import('#tests/domain/vault/given-person.ts')
       const { closeDb } = await import('#app/platform/db.ts')
       for (const id of ${JSON.stringify([erased.personId, other.personId, younger.personId])})
         console.log(await known(id).then((fields) => fields.name, (error) => 'refused ' + error.code))
       await closeDb()`,
    ],
    { DATABASE_URL: target.replace('homeward_owner', 'homeward_app') },
  )
  expect(reading.said.trim().split('\n')).toEqual([
    'refused person_is_erased',
    'Somebody Else',
    'refused person_unknown',
  ])
  expect(await known(other.personId)).toEqual({ name: 'Somebody Else' })
  // Nor who signed for their family, where their hearing was and how their case ended.
  const shut = 'sealed with another vault key'
  expect(openedByTheVault(await keptOf(target, told), told)).toEqual([shut, shut, shut])
})

test('the command says what is missing', async () => {
  const missing = await homeward(
    ['restore', '/nowhere/a.backup', '/nowhere/b.backup'],
    await givenEmptyDatabase(world.ownerUrl),
  )
  expect(missing).toEqual({ code: 1, said: 'There is no /nowhere/a.backup.\n' })
})
