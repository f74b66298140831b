import { expect, test } from 'vitest'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { close, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('twenty who write the receipts of the same gifts at once write each once, and none of them fails', async () => {
  const desk = await givenDesk()
  const batchId = await givenBatch(desk.intake, { total: 60_00n, pieces: 2, fundIds: [desk.fundIds[0]] })
  await enter(desk.intake, batchId, { kind: 'cash', amount: 40_00n }, { name: 'By Post' })
  await enter(
    desk.intake,
    batchId,
    { kind: 'cash', amount: 20_00n },
    { name: 'By Mail', email: 'mail@donor.example' },
  )
  const { paymentIds } = await close(desk.treasurer, batchId)

  await Promise.all(Array.from({ length: 20 }, () => issueReceipts({ paymentIds })))

  const [receipts, mails] = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
    await tx.receipt.findMany({ where: { paymentId: { in: paymentIds } } }),
    await tx.mail.findMany({ where: { message: 'receipt' } }),
  ])
  expect(receipts.map(({ paymentId }) => paymentId).sort()).toEqual([...paymentIds].sort())
  expect(mails.map(({ recipient }) => recipient)).toEqual(['mail@donor.example'])
})
