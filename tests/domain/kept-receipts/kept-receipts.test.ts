import { beforeAll, expect, test } from 'vitest'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import type { KeptReceiptReason } from '#app/domain/kept-receipts/kept-receipt.ts'
import { keptReceipt, listKeptReceipts } from '#app/domain/kept-receipts/list-kept-receipts.server.ts'
import { openKeptReceipt } from '#app/domain/kept-receipts/open-kept-receipt.server.ts'
import { openedKeptReceipt } from '#app/domain/kept-receipts/opened-kept-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { inDays } from '#tests/support/given-dates.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { today } from '#tests/support/given-remittance.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let bail = ''
let rides = ''
let own = ''
let shared = ''
let number = 0n
let treasurer: ActingStaff

beforeAll(async () => {
  bail = await givenFund({ slug: 'bail' })
  rides = await givenFund({ slug: 'rides' })
  treasurer = await givenActor(bail, ['treasurer'])
  const at = new Date(Date.now() - 86_400_000)
  const email = 'gone@donor.example'
  const give = (fundIds: string[]) =>
    givenCharge({
      ...{ email, name: 'Noor Sealedname', at },
      parts: fundIds.map((fundId) => ({ fundId, giftCents: 25_00n })),
    })
  own = (await give([bail])).paymentId
  shared = (await give([bail, rides])).paymentId
  await issueReceipts({ paymentIds: [own, shared] })
  const payment = await db().payment.findUniqueOrThrow({ where: { id: own } })
  number = payment.receiptNumber
  await eraseDonor({ donorId: payment.donorId })
})

const open = async (
  staff: ActingStaff,
  of: { paymentId?: string; reason?: KeptReceiptReason; proof?: string } = {},
) => {
  const { paymentId = own, reason = 'giver_asked' } = of
  const proof = of.proof ?? boundTo.openKeptReceipt({ paymentId, reason })
  return openKeptReceipt({ staff, paymentId, reason, stepUpId: await givenStepUp(staff.id, proof) })
}
const seen = (staff: ActingStaff, lookId: string) => openedKeptReceipt({ lookId, paymentId: own, staff })

test('kept receipts are listed by number and day, without a name, to those of all their funds', async () => {
  const listed = await listKeptReceipts({ fundIds: [bail], before: null })
  expect(listed).toMatchObject({ rows: [{ paymentId: own, number }], next: null })
  expect(
    JSON.stringify(listed, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toMatch(/Sealedname|donor\.example/)
  expect((await listKeptReceipts({ fundIds: [bail, rides], before: null })).rows).toHaveLength(2)
  expect((await listKeptReceipts({ fundIds: [bail], before: number })).rows).toEqual([])
  expect(await keptReceipt({ fundIds: [rides], paymentId: own })).toBeNull()
  expect(await keptReceipt({ fundIds: [rides], paymentId: shared })).toBeNull()
})

test('one is opened with a reason and a proof for this very reason, shown to that person for a while, and kept in the audit', async () => {
  const { lookId } = await open(treasurer)
  expect(await seen(treasurer, lookId)).toEqual({
    ...{ name: 'Noor Sealedname', email: 'gone@donor.example', language: 'en' },
  })
  const another = await givenActor(bail, ['administrator'])
  expect(await seen(another, lookId)).toBeNull()
  expect(await asOfTime(new Date(Date.now() + 16 * 60_000), () => seen(treasurer, lookId))).toBeNull()
  const events = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { action: 'kept_receipt.opened', outcome: 'done' } }),
  )
  expect(events).toMatchObject([
    { actorId: treasurer.id, subjectId: own, fundId: bail, detail: { reason: 'giver_asked' } },
  ])

  const foreign = boundTo.openKeptReceipt({ paymentId: own, reason: 'books_reviewed' })
  expect(await whyRefused(open(treasurer, { proof: foreign }))).toBe('step_up_is_fresh_and_bound')
  expect(await whyRefused(open(treasurer, { paymentId: shared }))).toBe('kept_receipt_is_of_their_funds')
  expect(await whyRefused(open(await givenActor(bail, ['auditor', 'intake'])))).toBe(
    'kept_receipt_is_of_their_funds',
  )
  const living = await givenCharge({
    ...{ email: 'here@donor.example', at: new Date(), parts: [{ fundId: bail, giftCents: 5_00n }] },
  })
  expect(await whyRefused(open(treasurer, { paymentId: living.paymentId }))).toBe('kept_receipt_is_gone')
})

test('counsel asks only while a legal demand holds the gift', async () => {
  expect(await whyRefused(open(treasurer, { reason: 'counsel_asked' }))).toBe('kept_receipt_reason_is_true')
  const administrator = await givenActor(bail, ['administrator'])
  await openDemand({
    ...{ staff: administrator, timezone: 'UTC' },
    demand: {
      ...{ kind: 'subpoena', receivedOn: today(), deadlineOn: inDays(14), counsel: 'Counsel Example' },
      scope: { kind: 'everything' },
    },
  })
  const { lookId } = await open(treasurer, { reason: 'counsel_asked' })
  expect((await seen(treasurer, lookId))?.name).toBe('Noor Sealedname')
  expect(await brokenBooks()).toEqual([])
})

test('that someone looked is never removed, and what was shredded is opened by nobody', async () => {
  for (const sql of [
    'delete from kept_receipt_look',
    "update kept_receipt_look set reason = 'books_reviewed'",
    'truncate kept_receipt_look',
  ])
    await expect(asOwner(world.ownerUrl, null, (owner) => owner.query(sql))).rejects.toThrow(
      'kept_receipt_looks_are_append_only',
    )
  const { lookId } = await open(treasurer)
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('set session_replication_role = replica')
    await owner.query('update kept_receipt set sealed = null, shredded_at = now() where payment_id = $1', [
      own,
    ])
  })
  expect(await whyRefused(open(treasurer))).toBe('kept_receipt_is_gone')
  expect(await seen(treasurer, lookId)).toBeNull()
  expect((await listKeptReceipts({ fundIds: [bail], before: null })).rows).toEqual([])
})
