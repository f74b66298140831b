import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  ConstraintViolation,
  databaseIsAway,
  namingViolations,
  violationOf,
} from '#app/platform/constraint.ts'
import { db, inTransaction, pool, type Tx } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
const bail = { kind: 'bail', policyName: 'demonstration' }

let fundId: string
beforeAll(async () => {
  fundId = await givenFund({ slug: 'larkspur' })
  await asOwner(world.ownerUrl, null, (owner) =>
    owner.query(`
      create table promise (id int primary key,
        other int constraint promise_is_kept_at_the_end references promise (id) deferrable initially deferred);
      create table pledge (id int constraint pledge_holds_its_promise references promise (id) on delete restrict);
      insert into promise values (1, null), (2, null);
      insert into pledge values (1);
      grant select, insert, update, delete on promise, pledge to homeward_app`),
  )
})

const broken = (work: (tx: Tx) => Promise<unknown>) => brokenRule(inTransaction(system, work))

describe('a broken rule arrives by its name, whichever way the error came', () => {
  test('from a model: unique, foreign key, check', async () => {
    expect(await broken((tx) => tx.fund.create({ data: { ...bail, slug: 'larkspur' } }))).toBe(
      'fund_slug_is_unique',
    )
    expect(
      await broken((tx) => tx.fund.create({ data: { ...bail, slug: 'aster', policyName: 'unknown' } })),
    ).toBe('fund_policy_name_fkey')
    expect(await broken((tx) => tx.fund.create({ data: { ...bail, slug: 'No Slug' } }))).toBe(
      'fund_slug_check',
    )
  })

  test('from raw SQL: unique, check, restrict, inside a function of ours', async () => {
    expect(
      await broken(
        (tx) =>
          tx.$executeRaw`insert into fund (slug, kind, policy_name) values ('larkspur', 'bail', 'demonstration')`,
      ),
    ).toBe('fund_slug_is_unique')
    expect(
      await broken(
        (tx) => tx.$executeRaw`insert into donor (email, name) values ('Upper@larkspur.example', 'A')`,
      ),
    ).toBe('donor_email_check')
    expect(await broken((tx) => tx.$executeRaw`delete from promise where id = 1`)).toBe(
      'pledge_holds_its_promise',
    )
    expect(
      await broken(
        (tx) => tx.$queryRaw`
        select post_transfers(array[${fundId}]::uuid[], '{donation}', '{stripe}', '{""}', '{stripe}', '{""}', '{1}',
          '{test}', '{1}', '{0}', array[now()], array[null]::bigint[], array[null]::uuid[])`,
      ),
    ).toBe('transfer_is_positive_and_two_sided')
  })

  test('from a rule that is asked only when the transaction ends', async () => {
    expect(await broken((tx) => tx.$executeRaw`insert into promise values (${3}, ${99})`)).toBe(
      'promise_is_kept_at_the_end',
    )
  })

  test('from the plain driver, as the app and as owner', async () => {
    const asApp = namingViolations(() =>
      pool().query("insert into donor (email, name) values ('Upper@larkspur.example', 'A')"),
    )
    expect(await brokenRule(asApp)).toBe('donor_email_check')

    const owner = namingViolations(() =>
      asOwner(world.ownerUrl, null, (client) => client.query('delete from payment')),
    )
    expect(await brokenRule(owner)).toBe('payments_are_append_only')
  })
})

test('the name is all that is kept: the row that the database quotes is left behind', async () => {
  const name = `Canary ${randomUUID()}`
  const act = inTransaction(system, (tx) =>
    tx.donor.create({ data: { email: 'Upper@larkspur.example', name } }),
  )
  const violation = await act.catch((error: unknown) => error)
  expect(violation).toBeInstanceOf(ConstraintViolation)
  expect(JSON.stringify([violation, String(violation), (violation as Error).stack])).not.toContain('Canary')
  expect((violation as Error).cause).toBeUndefined()
})

test('what is not a rule stays what it was', async () => {
  const error = await db().$executeRaw`delete from payment`.catch((thrown: unknown) => thrown)
  expect(violationOf(error)).toBeNull()
  expect(violationOf(new Error('constraint "of_nobody"'))).toBeNull()
  expect(violationOf('constraint "of_nobody"')).toBeNull()
  await expect(inTransaction(system, (tx) => tx.$executeRaw`delete from payment`)).rejects.toMatchObject({
    code: 'P2010',
  })
})

test('two that meet in a deadlock both get through: the loser is run again', async () => {
  let runs = 0
  let touched = 0
  let bothTouched = () => {}
  const eachHoldsOne = new Promise<void>((resolve) => {
    bothTouched = resolve
  })
  const touchBoth = (first: number, second: number) =>
    inTransaction(system, async (tx) => {
      runs += 1
      await tx.$executeRaw`update promise set other = null where id = ${first}`
      touched += 1
      if (touched === 2) bothTouched()
      await eachHoldsOne
      await tx.$executeRaw`update promise set other = null where id = ${second}`
    })
  await Promise.all([touchBoth(1, 2), touchBoth(2, 1)])
  expect(runs).toBeGreaterThan(2)
})

test('a connection that ended under a statement means that the database is away; a missing file and a broken rule do not', async () => {
  const errorOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error)
  const lost = [
    await errorOf(db().$queryRaw`select pg_terminate_backend(pg_backend_pid())`),
    await errorOf(pool().query('select pg_terminate_backend(pg_backend_pid())')),
    await errorOf(
      inTransaction(system, async (tx) => {
        await errorOf(tx.$executeRaw`select pg_terminate_backend(pg_backend_pid())`)
        await tx.fund.findMany()
      }),
    ),
  ]
  expect(lost.map(databaseIsAway)).toEqual([true, true, true])
  const others = [
    await errorOf(readFile('/nowhere/at/all')),
    await errorOf(pool().query('select 1 / 0')),
    await errorOf(pool().query("insert into donor (email, name) values ('Upper@larkspur.example', 'A')")),
    null,
  ]
  expect(others.map(databaseIsAway)).toEqual([false, false, false, false])
})
