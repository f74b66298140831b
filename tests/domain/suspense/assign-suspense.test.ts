import { expect, test } from 'vitest'
import { readPoolPeriod } from '#app/domain/pool-share/read-pool-period.server.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import { suspensePage } from '#app/domain/suspense/suspense-page.server.ts'
import { lastTransferOfFund } from '#app/domain/transparency/close-window.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { layOut, ledgerTable } from '#tests/support/ledger-table.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenSuspense } from './given-suspense.ts'

const world = await useWorld()
const bail = await givenFund({ slug: 'bail' })
const support = await givenFund({ slug: 'support', feesPaidBy: 'operating' })
const treasurer = await givenActor(bail, ['treasurer'])
let told = 1

/** The rows that the ledger gained since the last time, as a table of their own. */
async function newRows(): Promise<string> {
  const lines = (await ledgerTable(world)).split('\n')
  const gained = [lines[0] ?? '', ...lines.slice(told)]
  told = lines.length
  return layOut(gained.map((line) => line.split(/ {2,}/)))
}

const balances = async () =>
  db().$queryRaw`
    select f.slug, b.code, sum(b.balance_cents)::int as cents
      from account_balance b join fund f on f.id = b.fund_id where b.code in ('suspense', 'interfund', 'gifts')
     group by 1, 2 having sum(b.balance_cents) <> 0 order by 1, 2`

test('what came in is a gift: gross to the fund, the fee where its policy says, the cash owed by the organization', async () => {
  const txnId = await givenSuspense(world, { amount: 40_00n, fee: 1_18n })
  await assignSuspense({ staff: treasurer, txnId, as: 'gift', fundId: bail })
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code               debit            credit     amount
    operating  suspense           stripe           suspense   $38.82
    operating  suspense_assigned  suspense         interfund  $38.82
    bail       donation           interfund        gifts      $40.00
    bail       processing_fee     processing_fees  interfund   $1.18"
  `)
  expect(await balances()).toMatchInlineSnapshot(`
    [
      {
        "cents": -4000,
        "code": "gifts",
        "slug": "bail",
      },
      {
        "cents": 3882,
        "code": "interfund",
        "slug": "bail",
      },
      {
        "cents": -3882,
        "code": "interfund",
        "slug": "operating",
      },
    ]
  `)

  const other = await givenSuspense(world, { amount: 10_00n, fee: 52n })
  await assignSuspense({
    ...{ staff: await givenActor(support, ['administrator']), txnId: other, as: 'gift', fundId: support },
  })
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code               debit            credit     amount
    operating  suspense           stripe           suspense    $9.48
    operating  suspense_assigned  suspense         interfund   $9.48
    support    donation           interfund        gifts      $10.00
    operating  processing_fee     processing_fees  interfund   $0.52"
  `)

  const [linked] = await db().$queryRaw<{ links: number; missing: number }[]>`
    select count(distinct link_id)::int as links, count(*) filter (where link_id is null)::int as missing
      from ledger_transfer where source_kind = 'suspense_assignment'`
  expect(linked).toEqual({ links: 2, missing: 0 })
  expect(await db().donation.count()).toBe(0)
  expect(await db().receipt.count()).toBe(0)
  expect(await brokenBooks()).toEqual([])
})

test('a gift that went back is the fund’s loss, and what is left is the organization’s own', async () => {
  const refund = await givenSuspense(world, { amount: -40_00n })
  const found = await givenSuspense(world, { amount: 5_00n })
  const cost = await givenSuspense(world, { amount: -3_00n })
  const nothing = await givenSuspense(world, { amount: 0n })
  await newRows()

  await assignSuspense({ staff: treasurer, txnId: refund, as: 'gift_refunded', fundId: bail })
  for (const [txnId, as] of [
    [found, 'operating_income'],
    [cost, 'operating_fee'],
    [nothing, 'operating_income'],
  ] as const) {
    await assignSuspense({ staff: treasurer, txnId, as, fundId: null })
  }
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code               debit            credit      amount
    operating  suspense_assigned  interfund        suspense    $40.00
    bail       refund             gifts            interfund   $40.00
    operating  suspense_assigned  suspense         recoveries   $5.00
    operating  suspense_assigned  processing_fees  suspense     $3.00"
  `)

  const { waiting, count, totalCents, assigned } = await suspensePage({
    ...{ staffId: treasurer.id, language: 'en', after: null },
  })
  expect({ waiting, count, totalCents }).toEqual({ waiting: [], count: 0, totalCents: 0n })
  expect(assigned.map(({ kind, fundName }) => [kind, fundName])).toEqual([
    ['operating_income', null],
    ['operating_fee', null],
    ['operating_income', null],
    ['gift_refunded', 'Bail Fund'],
    ['gift', 'Bail Fund'],
    ['gift', 'Bail Fund'],
  ])
  expect(await balances()).toMatchInlineSnapshot(`
    [
      {
        "cents": -118,
        "code": "interfund",
        "slug": "bail",
      },
      {
        "cents": -882,
        "code": "interfund",
        "slug": "operating",
      },
      {
        "cents": -1000,
        "code": "gifts",
        "slug": "support",
      },
      {
        "cents": 1000,
        "code": "interfund",
        "slug": "support",
      },
    ]
  `)
  expect(await brokenBooks()).toEqual([])
})

test('it is said once, and the one who comes second sees that', async () => {
  const txnId = await givenSuspense(world, { amount: 7_00n })
  const saying = () => assignSuspense({ staff: treasurer, txnId, as: 'gift', fundId: bail })
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, saying))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)

  await newRows()
  expect(await refusalOf(saying())).toMatchObject({ code: 'suspense_is_assigned_once' })
  expect(await newRows()).toMatchInlineSnapshot(`"fund  code  debit  credit  amount"`)
  expect(await db().auditEvent.count({ where: { subjectId: txnId, outcome: 'done' } })).toBe(1)
  expect(await db().auditEvent.findFirst({ where: { subjectId: txnId, outcome: 'done' } })).toMatchObject({
    ...{ action: 'suspense.assigned', actorId: treasurer.id, fundId: bail },
    detail: { as: 'gift', amountCents: '700', why: 'unknown_type' },
  })
  expect(await brokenBooks()).toEqual([])
})

test('what does not fit, is not there, or is another fund’s to say is refused, kept in the audit, and books nothing', async () => {
  const came = await givenSuspense(world, { amount: 9_00n })
  const went = await givenSuspense(world, { amount: -9_00n })
  const { id: operating } = await db().fund.findFirstOrThrow({ where: { kind: 'operating' } })
  const auditor = await givenActor(bail, ['auditor', 'intake', 'approver'])
  await newRows()
  const say = (txnId: string, as: 'gift' | 'operating_fee', fundId: string | null, staff = treasurer) =>
    refusalOf(assignSuspense({ staff, txnId, as, fundId })).then(({ code }) => code)

  expect(await say('txn_of_nobody', 'gift', bail)).toBe('suspense_unknown')
  expect(await say(went, 'gift', bail)).toBe('suspense_fits_its_kind')
  expect(await say(came, 'operating_fee', null)).toBe('suspense_fits_its_kind')
  expect(await say(came, 'gift', null)).toBe('suspense_fits_its_kind')
  expect(await say(went, 'operating_fee', bail)).toBe('suspense_fits_its_kind')
  expect(await say(came, 'gift', support)).toBe('role_may_not')
  expect(await say(came, 'gift', operating)).toBe('role_may_not')
  expect(await say(came, 'gift', bail, auditor)).toBe('role_may_not')
  expect(await say(went, 'operating_fee', null, auditor)).toBe('role_may_not')

  expect(await newRows()).toMatchInlineSnapshot(`"fund  code  debit  credit  amount"`)
  const kept = await db().auditEvent.findMany({
    where: { outcome: 'refused', subjectId: { in: [came, went] } },
  })
  expect(kept.map(({ detail }) => detail)).toContainEqual({ as: 'gift', reason: 'role_may_not' })
  expect(kept).toHaveLength(8)
})

test('the database says the same where code forgets, and lets nothing be rewritten', async () => {
  const txnId = await givenSuspense(world, { amount: 6_00n })
  const stranger = await givenActor(support, ['treasurer'])
  const { id: operating } = await db().fund.findFirstOrThrow({ where: { kind: 'operating' } })
  const write = (fundId: string, kind: string, assignedBy: string) =>
    brokenRule(
      inTransaction({ scope: { kind: 'system' } }, (tx) =>
        tx.suspenseAssignment.create({ data: { txnId, fundId, kind, assignedBy, occurredAt: new Date() } }),
      ),
    )
  expect(await write(bail, 'gift_refunded', treasurer.id)).toBe('suspense_fits_its_kind')
  expect(await write(operating, 'operating_fee', treasurer.id)).toBe('suspense_fits_its_kind')
  expect(await write(operating, 'gift', treasurer.id)).toBe('suspense_fits_its_kind')
  expect(await write(bail, 'operating_income', treasurer.id)).toBe('suspense_fits_its_kind')
  expect(await write(bail, 'gift', stranger.id)).toBe('suspense_assigner_holds_the_role')

  for (const sql of [
    'update suspense_assignment set fund_id = fund_id',
    'delete from suspense_assignment',
    'truncate suspense_assignment cascade',
  ]) {
    await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
      'suspense_assignments_are_append_only',
    )
    await expect(asOwner(world.appUrl, null, (app) => app.query(sql))).rejects.toThrow('permission denied')
  }
})

test('an assigned gift is in nobody’s pool share before its cash is', async () => {
  const fundId = await givenFund({ slug: 'promised' })
  const person = await givenActor(fundId, ['treasurer'])
  const txnId = await givenSuspense(world, { amount: 500_00n, fee: 11_30n })
  await assignSuspense({ staff: person, txnId, as: 'gift', fundId })
  const period = await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const through = await lastTransferOfFund(tx, fundId)
    const at = { cutAt: new Date(Date.now() + 60_000), through }
    return readPoolPeriod(readingIn(tx), { fundId, at, since: null }, [])
  })
  expect({
    house: period.house,
    moved: period.flows.moved,
    fees: period.flows.fees,
    gifts: period.gifts,
  }).toEqual({
    house: 0n,
    moved: 0n,
    fees: 0n,
    gifts: [0n],
  })
})

test('what nobody can name waits for those who may name it, one by one up to three, and administrators hear of a new type', async () => {
  const administrator = await givenActor(bail, ['administrator'])
  const auditor = await givenActor(bail, ['auditor'])
  const waits = async (staff: { id: string }, role: 'treasurer' | 'administrator' | 'auditor') =>
    (
      await waitingForMe({
        staff: { ...staff, fundIds: [bail], language: 'en', roles: [{ fundId: bail, role }] },
      })
    ).filter(({ to }) => to === '/admin/suspense')
  const before = (await waits(treasurer, 'treasurer')).length
  expect(before).toBe(3)
  const told = async () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.mail.count({ where: { staffId: administrator.id, message: 'administrators-notice' } }),
    )
  expect(await waits(auditor, 'auditor')).toEqual([])
  await givenSuspense(world, { type: 'a_type_of_the_day_after', amount: 7_00n, fee: 0n })
  expect(await waits(treasurer, 'treasurer')).toMatchObject([{ act: 'assign_all_suspense', fundId: bail }])
  expect(await told()).toBe(1)
  await givenSuspense(world, { type: 'a_type_of_the_day_after', amount: 1_00n, fee: 0n })
  expect(await told()).toBe(1)
})
