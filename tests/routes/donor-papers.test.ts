import { beforeAll, describe, expect, test } from 'vitest'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { donorSession } from '#app/http/session.ts'
import { db } from '#app/platform/db.ts'
import * as desk from '#app/routes/admin.statements/route.tsx'
import * as receipt from '#app/routes/donor.receipts.$number[.]pdf.ts'
import * as range from '#app/routes/donor.statement[.]pdf.ts'
import * as page from '#app/routes/donor.statements._index.tsx'
import * as year from '#app/routes/donor.statements.$year[.]pdf.ts'
import * as earlier from '#app/routes/donor.statements.earlier.$number[.]pdf.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenFund, givenOrganization } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor, givenDonorSession } from '#tests/support/given-donor.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { signedIn, signedInDonor, visitor } from './visitor.ts'

const world = await useWorld()
const app = await useApp(world)
let ana: string
let ben: string
let number: string
let fundId: string

beforeAll(async () => {
  await givenOrganization()
  fundId = await givenFund()
  const parts = [{ fundId, giftCents: 40_00n }]
  const at = new Date('2025-06-01T12:00:00Z')
  const { paymentId } = await givenCharge({ email: 'ana@donor.example', name: 'Ana Nguyễn', parts, at })
  await givenCharge({ email: 'ben@donor.example', parts, at })
  await issueReceipts({ paymentIds: [paymentId] })
  const donor = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id
  ;[ana, ben] = [await donor('ana@donor.example'), await donor('ben@donor.example')]
  number = String((await db().payment.findUniqueOrThrow({ where: { id: paymentId } })).receiptNumber)
})

describe('a donor', () => {
  test('gets their own papers over the wire, named by numbers and kept by no cache', async () => {
    const cookie = donorSession.begun(await givenDonorSession(ana)).split(';')[0] ?? ''
    const paths = [
      [`/donor/receipts/${number}.pdf?language=ar`, /^attachment; filename="receipt-\d+\.pdf"$/],
      ['/donor/statements/2025.pdf', /^attachment; filename="statement-2025-\d+\.pdf"$/],
      [
        '/donor/statement.pdf?from=2025-05-01&to=2025-06-30&language=zh',
        /^attachment; filename="statement-2025-05-01-2025-06-30-\d+\.pdf"$/,
      ],
    ] as const
    for (const [path, name] of paths) {
      const answer = await fetch(app.url + path, { headers: { cookie } })
      expect(answer.status, path).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
      expect(answer.headers.get('content-disposition')).toMatch(name)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(bytes.toString('latin1').trimEnd()).toMatch(/%%EOF$/)
    }
    const form = await (
      await fetch(`${app.url}/donor/statements?wrong=days&from=2025-13-01`, { headers: { cookie } })
    ).text()
    expect(form).toContain('Statement for 2025 (PDF)')
    expect(form).toContain('Please give two days')
    expect(form).toContain('action="/donor/statement.pdf"')
  })

  test("finds another donor's number as unknown as one that nobody has, and no year without a gift", async () => {
    const other = await signedInDonor(ben)
    expect((await other.get(receipt, { params: { number } })).status).toBe(404)
    for (const unknown of ['999999', '0', '-1', '1e3', '١٢', "1' or 1=1", '9'.repeat(40)]) {
      expect((await other.get(receipt, { params: { number: unknown } })).status, unknown).toBe(404)
    }
    for (const unknown of ['2024', '2999', '0000', '20255', 'last']) {
      expect((await other.get(year, { params: { year: unknown } })).status, unknown).toBe(404)
    }
  })

  test('who asks for days that are none, or without gifts, is back at the form with what was typed', async () => {
    const donor = await signedInDonor(ana)
    for (const [from, to] of [
      ['2025-06-30', '2025-06-01'],
      ['2025-02-30', '2025-03-01'],
      ['', ''],
      ['2999-01-01', '2999-12-31'],
      ["2025-01-01'--", '2025-12-31'],
      ['+275760-01-01', '2025-12-31'],
    ] as const) {
      const search = `?${new URLSearchParams({ from, to })}`
      expect(await donor.get(range, { search })).toMatchObject({
        status: 302,
        location: expect.stringContaining('wrong=days'),
      })
    }
    const nothing = await donor.get(range, { search: '?from=2025-01-01&to=2025-01-31' })
    expect(nothing.location).toBe('/donor/statements?from=2025-01-01&to=2025-01-31&wrong=nothing')
    expect((await donor.get(page)).data).toMatchObject({ years: [2025], language: 'en' })
  })

  test('who asks while their import is taken back is told so at once, with what was typed', async () => {
    const staff = await givenActor(fundId, ['administrator'])
    const dee = await givenDonor({ email: 'dee@donor.example', name: 'Dee Example' })
    const file = csvOf([{ email: 'dee@donor.example', name: 'Dee Example' }])
    const batchId = await givenBroughtIn({ staff, fundId, file, byWorker: true })
    const donor = await signedInDonor(dee)
    const search = '?from=2019-05-01&to=2019-05-31'
    await asOwner(world.ownerUrl, null, async (owner) => {
      await owner.query('begin')
      await owner.query('select hold_import($1, true)', [batchId])
      const [days, whole] = await Promise.all([
        donor.get(range, { search }),
        donor.get(year, { params: { year: '2019' } }),
      ])
      expect(days).toMatchObject({ status: 302, location: `/donor/statements${search}&wrong=waits` })
      expect(whole).toMatchObject({ status: 302, location: '/donor/statements?wrong=waits' })
      await owner.query('rollback')
    })
    expect((await donor.get(range, { search })).status).toBe(200)
    const cookie = donorSession.begun(await givenDonorSession(dee)).split(';')[0] ?? ''
    const page = await (
      await fetch(`${app.url}/donor/statements?wrong=waits`, { headers: { cookie } })
    ).text()
    expect(page).toContain('Please ask for the statement again in a minute')
  })

  test('a stranger is asked to sign in first', async () => {
    for (const module of [receipt, year, range, page]) {
      const answer = await visitor().get(module, { params: { number, year: '2025' } })
      expect(answer).toMatchObject({ status: 302, location: expect.stringContaining('/donor/sign-in') })
    }
  })
})

async function member(role: 'treasurer' | 'auditor' | 'administrator') {
  const { id } = await givenActor(fundId, [role])
  await givenTotp(id)
  return signedIn(id)
}

describe('the desk of statements', () => {
  test('starts and stops a sending, and keeps what was typed wrongly from moving anything', async () => {
    const treasurer = await member('treasurer')
    expect((await treasurer.get(desk)).data).toMatchObject({ batches: [] })
    for (const form of [
      {},
      { act: 'send', year: '25' },
      { act: 'stop', batchId: '1' },
      { act: 'send', year: '2025', more: '1' },
    ]) {
      expect((await treasurer.post(desk, form as Record<string, string>)).status).toBe(422)
    }
    expect((await treasurer.post(desk, { act: 'send', year: '2099' })).status).toBe(409)
    expect(await treasurer.post(desk, { act: 'send', year: '2025' })).toMatchObject({
      status: 303,
      location: '/admin/statements',
    })
    const [batch] = ((await treasurer.get(desk)).data as { batches: { id: string }[] }).batches
    expect((await treasurer.post(desk, { act: 'send', year: '2025' })).status).toBe(409)
    expect((await treasurer.post(desk, { act: 'stop', batchId: batch?.id ?? '' })).status).toBe(303)
    expect((await treasurer.get(desk)).data).toMatchObject({ batches: [{ ending: 'stopped', donors: 2 }] })
    const auditor = await member('auditor')
    expect((await auditor.get(desk)).status).toBe(403)
    expect((await visitor().get(desk)).status).toBe(302)
  })

  test('says how long receipts are kept: for administrators, within bounds, as it was typed where it is wrong', async () => {
    const [treasurer, administrator] = [await member('treasurer'), await member('administrator')]
    expect((await treasurer.get(desk)).data).toMatchObject({ receiptYears: 7, maySetTerm: false })
    expect((await treasurer.post(desk, { act: 'term', years: '9' })).status).toBe(409)
    for (const years of ['', '-1', '1e1', '٧', '100'])
      expect((await administrator.post(desk, { act: 'term', years })).status).toBe(422)
    const wrong = await administrator.post(desk, { act: 'term', years: '31' })
    expect([wrong.status, wrong.data.values]).toEqual([409, { act: 'term', years: '31' }])
    expect((await administrator.post(desk, { act: 'term', years: '9' })).status).toBe(303)
    expect((await administrator.get(desk)).data).toMatchObject({ receiptYears: 9, maySetTerm: true })
  })
})

test('a statement that was issued to a record which is another’s now is there for whoever stands, and for nobody else', async () => {
  const stranger = await signedInDonor(await givenDonor({ email: 'cleo@donor.example' }))
  const bens = await signedInDonor(ben)
  expect((await bens.get(year, { params: { year: '2025' } })).status).toBe(200)
  await mergeBy(await givenActor(fundId, ['treasurer']), { survivorId: ana, mergedId: ben })
  const anas = await signedInDonor(ana)
  const {
    earlier: [paper],
  } = (await anas.get(page)).data as { earlier: { number: bigint }[] }
  const params = { number: String(paper?.number) }
  expect((await anas.get(earlier, { params })).status).toBe(200)
  expect((await stranger.get(earlier, { params })).status).toBe(404)
  expect((await stranger.get(page)).data).toMatchObject({ earlier: [] })
  expect((await anas.get(earlier, { params: { number: 'x' } })).status).toBe(404)
})
