import { beforeAll, expect, test } from 'vitest'
import { type IssuedStatement, issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let donorId: string
let fundId: string
let issued: IssuedStatement

beforeAll(async () => {
  await givenOrganization()
  fundId = await givenFund()
  const at = new Date('2025-06-01T12:00:00Z')
  await givenCharge({ email: 'ana@donor.example', parts: [{ fundId, giftCents: 40_00n }], at })
  donorId = (await db().donor.findFirstOrThrow()).id
  const made = await issueStatement({
    donorId,
    period: { from: '2025-01-01', to: '2025-12-31' },
    timezone: 'UTC',
  })
  if (!made) throw new Error('no statement')
  issued = made
})

const brokenBy = async (work: (tx: Tx) => Promise<unknown>): Promise<string | null> => {
  try {
    await inTransaction({ scope: { kind: 'system' } }, work)
    return null
  } catch (error) {
    if (error instanceof ConstraintViolation) return error.constraint
    throw error
  }
}

/** A statement by hand: of other days, so that only what is said of it is wrong. */
const written = (over: Record<string, unknown> = {}) => ({
  ...{ donorId, fromDay: new Date('2025-06-01'), toDay: new Date('2025-06-30'), timezone: 'UTC', version: 1 },
  ...{
    contentHash: 'a'.repeat(64),
    givenCents: 40_00n,
    refundedCents: 0n,
    disputedCents: 0n,
    netCents: 40_00n,
  },
  ...{ lines: 1, occurredAt: new Date(), ...over },
})

const line = async (tx: Tx, statementId: string, over: Record<string, unknown> = {}) => {
  const [first] = await tx.annualStatementLine.findMany({ where: { statementId: issued.id } })
  if (!first) throw new Error('no line')
  await tx.annualStatementLine.create({ data: { ...first, statementId, ...over } })
}

const named = (tx: Tx, statementId: string) =>
  tx.annualStatementName.create({ data: { statementId, name: 'Ana Example' } })

test('a statement that does not add up, or says other than what was given, cannot be written', async () => {
  expect(await brokenBy((tx) => tx.annualStatement.create({ data: written({ netCents: 41_00n }) }))).toBe(
    'statement_adds_up',
  )
  expect(await brokenBy((tx) => tx.annualStatement.create({ data: written() }))).toBe('statement_adds_up')
  const wrong = async (tx: Tx) => {
    const { id } = await tx.annualStatement.create({
      data: written({ givenCents: 50_00n, netCents: 50_00n }),
    })
    await line(tx, id, { amountCents: 50_00n })
  }
  expect(await brokenBy(wrong)).toBe('statement_matches_its_gifts')
  const outside = async (tx: Tx) => {
    const { id } = await tx.annualStatement.create({ data: written({ fromDay: new Date('2025-06-02') }) })
    await line(tx, id)
  }
  expect(await brokenBy(outside)).toBe('statement_matches_its_gifts')
  const right = async (tx: Tx) => {
    const { id } = await tx.annualStatement.create({ data: written() })
    await line(tx, id)
    return id
  }
  expect(await brokenBy(right)).toBe('statement_keeps_its_name')
  expect(await brokenBy(async (tx) => named(tx, await right(tx)))).toBeNull()
})

test('whose a statement is stays as it was issued, until its donor is erased', async () => {
  const attacks = [
    `update annual_statement_name set name = 'Somebody Else'`,
    'delete from annual_statement_name',
    'truncate annual_statement_name',
  ]
  for (const sql of attacks)
    await expect(asOwner(world.ownerUrl, null, (client) => client.query(sql))).rejects.toThrow(
      'statement_keeps_its_name',
    )
  await asOwner(world.ownerUrl, null, (client) =>
    client.query(`alter table annual_statement_name disable trigger user;
      create table kept_names as table annual_statement_name; delete from annual_statement_name;
      alter table annual_statement_name enable trigger user`),
  )
  expect((await brokenBooks()).join('\n')).toContain('statement_keeps_its_name')
  expect(await brokenBy((tx) => named(tx, issued.id))).toBe('statement_keeps_its_name')
  await asOwner(world.ownerUrl, null, (client) =>
    client.query(`alter table annual_statement_name disable trigger user;
      insert into annual_statement_name table kept_names; drop table kept_names;
      alter table annual_statement_name enable trigger user`),
  )
})

test('a version names the one before it, of the same donor and days, and says something else', async () => {
  const next = (over: Record<string, unknown>) => async (tx: Tx) => {
    const { id } = await tx.annualStatement.create({
      data: written({
        fromDay: new Date('2025-01-01'),
        toDay: new Date('2025-12-31'),
        version: 2,
        replacesId: issued.id,
        ...over,
      }),
    })
    await line(tx, id)
  }
  expect(await brokenBy(next({ replacesId: null }))).toBe('statement_names_the_one_before')
  expect(await brokenBy(next({ version: 3 }))).toBe('statement_names_the_one_before')
  expect(await brokenBy(next({ fromDay: new Date('2025-02-01') }))).toBe('statement_names_the_one_before')
  expect(await brokenBy(next({ version: 1, replacesId: null }))).toBe('statement_version_is_unique')
})

test('a paper is put out of force by the database alone, and by a newer one', async () => {
  const { rows } = await asOwner(world.ownerUrl, null, (owner) =>
    owner.query(`select has_table_privilege(r.rolname, 'statement_succession', p) as may
      from pg_roles r, unnest(array['insert', 'update', 'delete', 'truncate']) p where r.rolname = '${new URL(world.appUrl).username}'`),
  )
  expect(rows).toEqual(Array.from({ length: 4 }, () => ({ may: false })))
  const itself = `insert into statement_succession values ('${issued.id}', '${issued.id}', now())`
  await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(itself))).rejects.toThrow(
    'statement_is_succeeded_by_a_newer_one',
  )
})

test('what was issued is never changed, by the owner neither, and nothing is added to it', async () => {
  const attacks = [
    'update annual_statement set net_cents = 1',
    'delete from annual_statement_line',
    'truncate annual_statement_line',
    'delete from statement_batch',
    'delete from statement_succession',
    'update statement_succession set occurred_at = now()',
  ]
  for (const sql of attacks) {
    await expect(asOwner(world.ownerUrl, null, (client) => client.query(sql))).rejects.toThrow(
      'statements_are_append_only',
    )
  }
  expect(await brokenBy((tx) => line(tx, issued.id, { position: 2, sourceId: 'again' }))).toBe(
    'statements_are_append_only',
  )
  expect(await brokenBooks()).toEqual([])
})

test('the books find a line that is not what was given', async () => {
  await asOwner(world.ownerUrl, null, async (client) => {
    await client.query('set session_replication_role = replica')
    await client.query('update annual_statement_line set amount_cents = 3999')
  })
  const broken = (await brokenBooks()).join('\n')
  for (const name of ['statement_adds_up', 'statement_matches_its_gifts', 'statement_gifts_are_whole']) {
    expect(broken).toContain(name)
  }
})
