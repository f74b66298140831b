import { beforeAll, expect, test } from 'vitest'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { correctReceipt } from '#app/domain/receipts/correct-receipt.server.ts'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { openReceipt } from '#app/domain/receipts/open-receipt.server.ts'
import { openStatement } from '#app/domain/statements/open-statement.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db } from '#app/platform/db.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { brokenBooks } from '#tests/support/books.ts'
import {
  askBack,
  close,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenDesk,
} from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let desk: Desk
let paymentIds: string[]

beforeAll(async () => {
  desk = await givenDesk(['bail', 'support'])
  const [bail, support] = desk.fundIds
  const batchId = await givenBatch(desk.intake, { total: 7_750_01n, pieces: 5 })
  const put = (piece: Parameters<typeof enter>[2], name: string, giver: Parameters<typeof enter>[3] = {}) =>
    enter(desk.intake, batchId, piece, {
      name,
      email: `${name.split(' ')[0]?.toLowerCase()}@donor.example`,
      ...giver,
    })
  await put(
    {
      amount: 250_01n,
      reference: '1207',
      split: [
        [bail, 200_00n],
        [support, 50_01n],
      ],
    },
    'Check Example',
  )
  await put({ kind: 'cash', amount: 100_00n, split: [[support, 100_00n]] }, 'Cash Example', { email: '' })
  await put(
    { kind: 'donor_advised_fund', amount: 2_000_00n, sponsor: 'Larkspur Giving', split: [[bail, 2_000_00n]] },
    'Adviser Example',
  )
  await put(
    { kind: 'stock', amount: 400_00n, ticker: 'LARK', shares: '12.5', split: [[bail, 400_00n]] },
    'Stock Example',
    { language: 'es' },
  )
  await put(
    {
      kind: 'grant',
      amount: 5_000_00n,
      reference: 'G-7',
      split: [
        [bail, 3_000_00n],
        [support, 2_000_00n],
      ],
    },
    'Grant Foundation',
  )
  paymentIds = (await close(desk.treasurer, batchId)).paymentIds
  await issueReceipts({ paymentIds })
})

test('a batch of five kinds over two funds is booked to the cent, and each giver gets the paper of their kind', async () => {
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "fund     code          debit  credit     amount
    bail     offline_gift  bank   gifts     $200.00
    support  offline_gift  bank   gifts      $50.01
    support  offline_gift  bank   gifts     $100.00
    bail     offline_gift  bank   gifts   $2,000.00
    bail     offline_gift  bank   gifts     $400.00
    bail     offline_gift  bank   gifts   $3,000.00
    support  offline_gift  bank   gifts   $2,000.00"
  `)

  const receipts = await db().receipt.findMany({
    include: { mail: true, payment: true },
    orderBy: { number: 'asc' },
  })
  const papers = receipts.map(({ mail, payment }) => {
    const props = mail?.props as ReceiptProps | undefined
    return [payment.giftKind, props?.giftKind, props?.payer ?? props?.description]
  })
  expect(papers.sort()).toEqual([
    ['cash', undefined, undefined],
    ['check', 'check', undefined],
    ['donor_advised_fund', 'donor_advised_fund', 'Larkspur Giving'],
    ['grant', 'grant', 'Grant Foundation'],
    ['stock', 'stock', '12.5 acciones de LARK'],
  ])
  expect(await brokenBooks()).toEqual([])
})

test.runIf(hasPoppler)(
  'each joins the pool, and its donor finds it once: in their list, on paper, and in the sum of the year and on the statement if it is for taxes',
  async () => {
    for (const fundId of desk.fundIds) await makePublicationClose({ staffId: desk.treasurer.id, fundId })
    expect(await brokenBooks()).toEqual([])

    const year = Number(today().slice(0, 4))
    const period = { from: `${year}-01-01`, to: today() }
    const seen: unknown[] = []
    for (const { donorId, receiptNumber } of await db().payment.findMany({
      orderBy: { amountCents: 'asc' },
    })) {
      const own = await giftsOfDonor({ donorId, language: 'en', timezone: 'America/Chicago', after: null })
      const statement = await openStatement({ donorId, period, language: 'en' })
      const paper = await openReceipt({ number: receiptNumber, language: 'en', donorId })
      const { text } = paper ? await readPdf(paper.pdf) : { text: '' }
      seen.push([
        own?.gifts.length,
        own?.years[0]?.cents,
        statement !== null,
        text.match(/Internal Revenue Code/) !== null,
      ])
    }
    expect(seen).toEqual([
      [1, 100_00n, true, true],
      [1, 250_01n, true, true],
      [1, undefined, false, true],
      [1, undefined, false, false],
      [1, undefined, false, true],
    ])
  },
)

test('a check that comes back is undone by transfers that name it, with the fee of the bank, and its receipt no longer counts', async () => {
  const { id } = await db().payment.findFirstOrThrow({ where: { giftKind: 'check' } })
  await confirmBack(desk.administrator, await askBack(desk.treasurer, id, { fee: 12_00n }))
  await correctReceipt({ paymentId: id })
  expect((await ledgerTable(world)).split('\n').slice(-3).join('\n')).toMatchInlineSnapshot(`
    "bail     reversal      gifts      bank      $200.00
    support  reversal      gifts      bank       $50.01
    bail     bank_fee      bank_fees  bank       $12.00"
  `)
  expect(await db().receiptCorrection.findFirst({ where: { paymentId: id } })).toMatchObject({
    totalCents: 0n,
    mailId: null,
  })
  const { donorId } = await db().payment.findUniqueOrThrow({ where: { id } })
  const own = await giftsOfDonor({ donorId, language: 'en', timezone: 'America/Chicago', after: null })
  expect(own).toMatchObject({ gifts: [{ refunds: [{ cents: 250_01n }] }], years: [{ cents: 0n }] })
  expect(await brokenBooks()).toEqual([])
})

test('a grant goes back part by part, each out of one fund and by transfers of its own, and its foundation reads what remains', async () => {
  const [bail, support] = desk.fundIds
  const { id } = await db().payment.findFirstOrThrow({ where: { giftKind: 'grant' } })
  for (const [fundId, amount] of [
    [support, 500_00n],
    [bail, 3_000_00n],
  ] as const) {
    const asked = await askBack(desk.treasurer, id, { reason: 'given_back', parts: [[fundId, amount]] })
    await confirmBack(desk.administrator, asked)
    await correctReceipt({ paymentId: id })
  }
  expect((await ledgerTable(world)).split('\n').slice(-2).join('\n')).toMatchInlineSnapshot(`
    "support  offline_gift_back  gifts      bank      $500.00
    bail     offline_gift_back  gifts      bank    $3,000.00"
  `)
  const told = await db().mail.findMany({
    where: { message: 'refund-notice', recipient: 'grant@donor.example' },
    orderBy: { recordedAt: 'asc' },
  })
  expect(told.map(({ props }) => props)).toMatchObject([
    { amountCents: '50000', remainingCents: '450000', letter: true },
    { amountCents: '300000', remainingCents: '150000', letter: true },
  ])
  for (const fundId of desk.fundIds) await makePublicationClose({ staffId: desk.treasurer.id, fundId })
  expect(await brokenBooks()).toEqual([])
})
