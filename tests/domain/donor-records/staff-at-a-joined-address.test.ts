import { beforeAll, expect, test } from 'vitest'
import { askEmailChange } from '#app/domain/donor-area/settings/ask-email-change.server.ts'
import { confirmEmailChange } from '#app/domain/donor-area/settings/confirm-email-change.server.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { searchDonors } from '#app/domain/donor-records/list-donors.server.ts'
import { revealDonor } from '#app/domain/donor-records/reveal-donor.server.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { chosenDonor, findDonors } from '#app/domain/offline-gifts/find-donors.server.ts'
import { offlineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
import {
  askBack,
  close,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenDesk,
  readerOf,
  waitsFor,
} from '#tests/support/given-offline.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const [email, masked] = ['nell@donor.example', 'n•••@donor.example']
let desk: Desk
/** Known by name alone; the record that stands. */
let donorId: string
/** The same person, who gave an address. */
let joinedId: string
beforeAll(async () => {
  desk = await givenDesk()
  ;({ id: donorId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donor.create({ data: { name: 'Nell Check', language: 'en' } }),
  ))
  joinedId = await givenDonor({ email, name: 'Nell' })
  await mergeBy(desk.treasurer, { survivorId: donorId, mergedId: joinedId })
})

const sent = async (message: string) =>
  (await db().mail.findMany({ where: { message }, orderBy: { recordedAt: 'asc' } })).map(
    ({ recipient, donorId: to }) => [recipient, to],
  )

test('a check of a donor without an address of their own is answered at the one that was joined, and so is its undoing', async () => {
  const { fundIds } = desk
  expect(await findDonors({ fundIds, typed: 'Nell Check' })).toMatchObject([{ id: donorId, email: masked }])
  expect(await chosenDonor({ fundIds, donorId })).toMatchObject([{ email: masked }])
  const batchId = await givenBatch(desk.intake, { total: 40_00n, pieces: 1, fundIds: [fundIds[0]] })
  await enter(desk.intake, batchId, { amount: 40_00n, reference: '1001' }, { donorId, name: '' })
  const staff = await readerOf(desk.treasurer)
  expect((await batchPage({ batchId, staff }))?.lines).toMatchObject([{ email: masked }])

  const { paymentIds } = await close(desk.treasurer, batchId)
  const paymentId = paymentIds[0] ?? ''
  await issueReceipts({ paymentIds })
  expect(await sent('receipt')).toEqual([[email, donorId]])
  expect(await offlineGiftPage({ paymentId, staff })).toMatchObject({ sentBy: 'mail', may: { print: false } })
  expect(await waitsFor(desk.intake)).toEqual([])

  await confirmBack(desk.administrator, await askBack(desk.treasurer, paymentId))
  await correctReceipt({ paymentId })
  expect(await sent('refund-notice')).toEqual([[email, donorId]])
  expect(await brokenBooks()).toEqual([])
})

test('staff find them with that address, and read it with a reason', async () => {
  const staff = await readerOf(desk.treasurer)
  const { rows } = await searchDonors({ fundIds: staff.fundIds, typed: email })
  expect(rows).toMatchObject([{ id: donorId, email: masked }])
  expect(await donorRecord({ donorId, staff, after: null })).toMatchObject({
    ...{ email: masked, merged: [{ email: masked }], may: { reveal: true } },
  })
  expect(await revealDonor({ staff, donorId, reason: 'donor_called' })).toBe(email)
  const looked = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.donorReveal.findMany({ where: { donorId } }),
  )
  expect(looked).toMatchObject([{ reason: 'donor_called', staffId: staff.id }])
})

test('where they were written to is told when they say another address, and not where it is the same', async () => {
  const changeTo = async (to: string) => {
    await askEmailChange({ donorId, email: to, language: 'en' })
    const { props } = await db().mail.findFirstOrThrow({
      where: { recipient: to, message: 'donor-email-change' },
      orderBy: { recordedAt: 'desc' },
    })
    await confirmEmailChange({
      token: String((props as { confirmUrl: string }).confirmUrl.split('/').at(-1)),
    })
  }
  // From the joined record to the one that stands: the same mailbox.
  await changeTo(email)
  expect(await sent('donor-email-changed')).toEqual([])
  await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw`select exchange_addresses(${donorId}::uuid, ${joinedId}::uuid)::text`,
  )

  await changeTo('nell.new@donor.example')
  expect(await sent('donor-email-changed')).toEqual([[email, donorId]])
  expect(await db().donor.findUniqueOrThrow({ where: { id: joinedId } })).toMatchObject({ email })
})
