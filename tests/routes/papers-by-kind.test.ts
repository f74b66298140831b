import { beforeAll, describe, expect, test } from 'vitest'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { donorSession } from '#app/http/session.ts'
import { db } from '#app/platform/db.ts'
import * as gifts from '#app/routes/donor._index.tsx'
import * as documents from '#app/routes/donor.documents.tsx'
import { useApp } from '#tests/support/app.ts'
import { givenOrganization } from '#tests/support/given.ts'
import { givenDonorSession } from '#tests/support/given-donor.ts'
import { close, enter, givenBatch, givenDesk } from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedInDonor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)

/** Sol gave a check, from a donor-advised fund, shares and a grant; Kim gave cash and left no address then. */
let sol: string
let kim: string
const numbers: Record<string, string> = {}

beforeAll(async () => {
  await givenOrganization()
  const desk = await givenDesk()
  const [fundId] = desk.fundIds
  const batchId = await givenBatch(desk.intake, { total: 1_875_00n, pieces: 5 })
  const giver = { name: 'Sol Example', email: 'sol@donor.example' }
  const of = (amount: bigint) => ({ amount, split: [[fundId, amount]] as [string, bigint][] })
  await enter(desk.intake, batchId, { ...of(250_00n), reference: '1207' }, giver)
  await enter(
    desk.intake,
    batchId,
    { ...of(700_00n), kind: 'donor_advised_fund', sponsor: 'Larkspur Giving' },
    giver,
  )
  await enter(desk.intake, batchId, { ...of(345_00n), kind: 'stock', ticker: 'LARK', shares: '12.5' }, giver)
  await enter(desk.intake, batchId, { ...of(500_00n), kind: 'grant', reference: 'G-7' }, giver)
  await enter(desk.intake, batchId, { ...of(80_00n), kind: 'cash' }, { name: 'Kim Example', email: '' })
  const { paymentIds } = await close(desk.treasurer, batchId)
  await issueReceipts({ paymentIds })
  for (const { giftKind, receiptNumber, donorId } of await db().payment.findMany()) {
    numbers[giftKind] = String(receiptNumber)
    if (giftKind === 'check') sol = donorId
    if (giftKind === 'cash') kim = donorId
  }
})

async function read(donorId: string, path: string, language = 'en'): Promise<string> {
  const cookie = donorSession.begun(await givenDonorSession(donorId)).split(';')[0] ?? ''
  const answer = await fetch(app.url + path, { headers: { cookie: `${cookie}; language=${language}` } })
  expect(answer.status).toBe(200)
  return (await answer.text()).replaceAll('<!-- -->', '')
}

describe('a donor who gave by check, from a donor-advised fund, in stock and as a grant', () => {
  test('reads each paper by its own name, in five languages, and no value of stock', async () => {
    const named = {
      en: ['Receipt', 'Letter of thanks', 'Acknowledgment', 'Grant letter'],
      es: ['Recibo', 'Carta de agradecimiento', 'Constancia', 'Carta de subvención'],
      ar: ['الإيصال', 'رسالة الشكر', 'إقرار الاستلام', 'خطاب المنحة'],
      vi: ['Biên nhận', 'Thư cảm ơn', 'Giấy xác nhận', 'Thư xác nhận khoản tài trợ'],
      zh: ['收据', '感谢信', '确认函', '资助确认函'],
    }
    for (const [language, names] of Object.entries(named)) {
      const page = await read(sol, '/donor/documents', language)
      const kinds = ['check', 'donor_advised_fund', 'stock', 'grant']
      for (const [index, kind] of kinds.entries())
        expect(page, language).toContain(`${names[index]} ${numbers[kind]}`)
      expect(page.split(`${names[0]} ${numbers.stock}`).length, language).toBe(1)
      expect(await read(sol, '/donor', language)).toContain(`${names[1]} ${numbers.donor_advised_fund}`)
    }
    const list = (await read(sol, '/donor/documents')).split('id="receipts"')[1]?.split('<script')[0] ?? ''
    expect([list.includes('$250'), list.includes('$700'), list.includes('$345')]).toEqual([true, true, false])
  })

  test('finds in the sum of a year what the statement adds up, and is told what is not in it', async () => {
    const donor = await signedInDonor(sol)
    const year = Number(today().slice(0, 4))
    const period = { from: `${year}-01-01`, to: today() }
    const statement = await issueStatement({ donorId: sol, period, timezone: 'America/Chicago' })
    expect(statement?.netCents).toBe(250_00n)
    for (const page of [gifts, documents])
      expect((await donor.get(page)).data).toMatchObject({
        years: [{ year, gifts: 1, cents: statement?.netCents }],
        hasOtherPapers: true,
      })
    for (const path of ['/donor', '/donor/documents']) {
      expect(await read(sol, path)).toContain('have papers of their own and are not in this sum')
      expect(await read(kim, path)).not.toContain('are not in this sum')
    }
  })

  test('is offered a paper again where it was mailed, and that one comes', async () => {
    await db().donor.update({ where: { id: kim }, data: { email: 'kim@donor.example' } })
    expect(await read(kim, '/donor/documents')).not.toContain('Send it to me again')
    const donor = await signedInDonor(sol)
    const { receipts } = (await donor.get(documents)).data as {
      receipts: { number: bigint; canBeSent: boolean }[]
    }
    expect(receipts.map(({ canBeSent }) => canBeSent)).toEqual([true, true, true, true])
    for (const { number } of receipts)
      expect((await donor.post(documents, { number: String(number) })).status).toBe(200)
    expect((await donor.post(documents, { number: numbers.stock ?? '' })).data).toMatchObject({
      paper: 'in_kind',
    })
    expect(await (await signedInDonor(kim)).post(documents, { number: numbers.cash ?? '' })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'receipt_unknown' } },
    })
  })
})
