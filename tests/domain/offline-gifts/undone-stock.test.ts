import { expect, test } from 'vitest'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { askBack, close, confirmBack, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const seen = <T>(read: (tx: Tx) => Promise<T>) => inTransaction({ scope: { kind: 'system' } }, read)

test('stock that is given back is told of by its shares: by mail and on paper, without a value or a word on taxes', async () => {
  const desk = await givenDesk()
  const batchId = await givenBatch(desk.intake, { total: 14_00n, pieces: 1, fundIds: [desk.fundIds[0]] })
  await enter(
    desk.intake,
    batchId,
    { kind: 'stock', amount: 14_00n, ticker: 'LARK', shares: '12.5' },
    { name: 'Sasha Shares', email: 'shares@donor.example' },
  )
  const { paymentIds } = await close(desk.treasurer, batchId)
  const stock = paymentIds[0] ?? ''
  await issueReceipts({ paymentIds })
  await confirmBack(desk.administrator, await askBack(desk.treasurer, stock, { reason: 'given_back' }))
  await correctReceipt({ paymentId: stock })
  const sold = await seen((tx) => tx.payment.findUniqueOrThrow({ where: { id: stock } }))
  const own = await openReceipt({ number: sold.receiptNumber, language: 'ar', donorId: sold.donorId })
  own?.pdf.destroy()
  expect(own?.fileName).toBe(`acknowledgement-${sold.receiptNumber}`)
  const [notice] = await seen((tx) =>
    tx.mail.findMany({
      where: { dedupeKey: { startsWith: 'offline-reversal:' }, recipient: 'shares@donor.example' },
    }),
  )
  expect(notice).toMatchObject({
    props: { undone: 'given_back', letter: true, description: '12.5 shares of LARK' },
  })
  const paper = await openReceipt({ number: sold.receiptNumber, language: 'en', donorId: sold.donorId })
  if (!paper) throw new Error('no paper')
  if (!hasPoppler) return void paper.pdf.destroy()
  const { text } = await readPdf(paper.pdf)
  expect(text).toContain('This letter no longer stands.')
  expect(text).not.toContain('$')
})
