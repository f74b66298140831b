import { beforeAll, expect, test } from 'vitest'
import { issueReceipts } from '#app/domain/receipts/issue-receipts.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  askBack,
  confirmBack,
  type Desk,
  enter,
  givenBatch,
  givenCheck,
  givenDesk,
} from '#tests/support/given-offline.ts'
import { today } from '#tests/support/given-remittance.ts'
import {
  act,
  args,
  code,
  keepCookie,
  load,
  locationOf,
  route,
  signIn,
} from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const list = 'admin.offline._index.tsx'
const open = 'admin.offline.new.tsx'
const batch = 'admin.offline.$batchId/route.tsx'
const gift = 'admin.offline.gifts.$paymentId/route.tsx'
const paper = 'admin.offline.gifts.$paymentId_.paper[.]pdf.ts'

let desk: Desk
let other: Desk
beforeAll(async () => {
  desk = await givenDesk()
  other = await givenDesk()
  for (const staff of [desk.intake, desk.treasurer, desk.administrator]) await signIn(staff)
})

const seen = <T>(read: Parameters<typeof inTransaction<T>>[1]) =>
  inTransaction<T>({ scope: { kind: 'system' } }, read)

test('a batch is counted, entered, refused with its difference, and closed by another person', async () => {
  const [bail, support] = desk.fundIds
  const counted = { keptIn: 'bank', depositedOn: today(), reference: 'Deposit 5', fundIds: bail }
  expect(await act(open, desk.intake, { ...counted, total: '1e3', pieces: '0' })).toMatchObject({
    status: 422,
    data: {
      values: { total: '1e3', reference: 'Deposit 5' },
      errors: { total: 'amount_not_a_number', pieces: 'pieces_are_a_number' },
    },
  })
  const to = locationOf(await act(open, desk.intake, { ...counted, total: '300', pieces: '2' }))
  const batchId = to.split('/').at(-1) ?? ''
  const work = (form: Record<string, string>, staff = desk.intake) => act(batch, staff, form, { batchId })
  const line = {
    ...{
      intent: 'add',
      kind: 'check',
      amount: '200',
      receivedOn: today(),
      reference: '',
      name: 'Ada Example',
    },
    ...{ sponsor: 'not of a check', ticker: '', shares: '', memo: 'event', email: '', language: 'es' },
  }
  expect(await work(line)).toMatchObject({
    status: 422,
    data: { values: { name: 'Ada Example', amount: '200' }, errors: { reference: 'check_has_a_number' } },
  })
  const wrong = { kind: 'stock', ticker: '12', email: 'nobody', name: '‮x', amount: '-5' }
  expect(await work({ ...line, ...wrong })).toMatchObject({
    status: 422,
    data: { errors: { email: 'email_malformed', name: 'name_malformed', amount: 'amount_negative' } },
  })
  expect(await work({ ...line, amount: '0.001', reference: '9' })).toMatchObject({
    status: 422,
    data: { errors: { amount: 'amount_too_many_decimals' } },
  })
  expect(await work({ ...line, surprise: 'x' })).toMatchObject({ status: 422 })
  expect(
    await work({ ...line, reference: '9', 'split[0].fundId': support, 'split[0].amount': '200' }),
  ).toMatchObject({ status: 409, data: { refusal: { code: 'line_is_of_its_batchs_funds' } } })
  expect(await seen((tx) => tx.offlineBatchLine.count())).toBe(0)
  expect(locationOf(await work({ ...line, amount: '٢٠٠', reference: '9' }))).toBe(to)
  expect(await work({ intent: 'close', code: '' }, desk.treasurer)).toMatchObject({
    status: 409,
    data: {
      refusal: { code: 'batch_matches_its_count', params: { difference: 100_00n, lines: 1, pieces: 2 } },
    },
  })

  expect(await work({ intent: 'find', typed: 'example' })).toMatchObject({
    status: 200,
    data: { found: [{ name: 'Ada Example', gifts: 0 }] },
  })
  const donorId = (await seen((tx) => tx.donor.findFirstOrThrow({ where: { name: 'Ada Example' } }))).id
  const again = { ...line, donorId, name: '', kind: 'cash' }
  expect(await work({ ...again, amount: 'ten' })).toMatchObject({
    status: 422,
    data: { found: [{ id: donorId }] },
  })
  await work({ ...again, amount: '99.99' })
  const page = await load<{ page: { left: bigint; lines: { id: string }[] } }>(batch, desk.treasurer, {
    batchId,
  })
  expect(page).toMatchObject({ page: { left: 1n, piecesLeft: 0, isWhole: false, mayClose: true } })
  expect(locationOf(await work({ intent: 'remove', lineId: page.page.lines[1]?.id ?? '' }))).toBe(to)
  await work({ ...again, amount: '100' })
  expect(await work({ intent: 'close', code: '000000' }, desk.treasurer)).toMatchObject({ status: 409 })
  const closed = await work({ intent: 'close', code: code(desk.treasurer) }, desk.treasurer)
  expect(locationOf(closed)).toBe(to)
  keepCookie(desk.treasurer, closed)
  expect(await load(list, desk.intake)).toMatchObject({
    mayEnter: true,
    rows: [{ state: 'closed', lines: 2 }],
  })
  expect(await seen((tx) => tx.payment.count({ where: { donorId } }))).toBe(2)
})

test('a gift has its paper printed, and is undone by two', async () => {
  const paymentId = await givenCheck(desk, { amount: 33_00n, reference: '44' })
  const work = (form: Record<string, string>, staff = desk.administrator) =>
    act(gift, staff, form, { paymentId })
  const print = async () => (await route(paper)).loader(await args(desk.intake, undefined, { paymentId }))
  await expect(print()).rejects.toMatchObject({ status: 404 })
  await issueReceipts({ paymentIds: [paymentId] })
  const pdf = (await print()) as Response
  expect([pdf.status, pdf.headers.get('Content-Type')]).toEqual([200, 'application/pdf'])
  await pdf.body?.cancel()
  expect(locationOf(await work({ intent: 'printed' }, desk.intake))).toBe(`/admin/offline/gifts/${paymentId}`)

  const ask = { intent: 'ask', reason: 'returned_by_bank', fee: '12', happenedOn: today() }
  expect(await work({ ...ask, fee: '١٢,٥' })).toMatchObject({
    status: 422,
    data: { values: { fee: '١٢,٥' } },
  })
  expect(await work(ask, desk.intake)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'role_may_not' } },
  })
  locationOf(await work(ask))
  const [reversal] = await seen((tx) => tx.offlineReversal.findMany({ where: { paymentId } }))
  const reversalId = reversal?.id ?? ''
  expect(await load(gift, desk.treasurer, { paymentId })).toMatchObject({
    page: {
      waits: { id: reversalId, fee: 12_00n },
      printings: [{ by: 'intake' }],
      may: { decide: true, ask: false },
    },
  })
  expect(await work({ intent: 'confirm', reversalId, code: code(desk.administrator) })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'reversal_is_confirmed_by_another' } },
  })
  const foreign = await askBack(other.treasurer, await givenCheck(other, { amount: 1_00n }))
  await expect(work({ intent: 'keep', reversalId: foreign }, desk.treasurer)).rejects.toMatchObject({
    status: 404,
  })
  const done = await work({ intent: 'confirm', reversalId, code: code(desk.treasurer, 1) }, desk.treasurer)
  expect(locationOf(done)).toBe(`/admin/offline/gifts/${paymentId}`)
  keepCookie(desk.treasurer, done)
  expect(await load(gift, desk.treasurer, { paymentId })).toMatchObject({ page: { isUndone: true } })
  await expect(print()).resolves.toMatchObject({ status: 200 })
})

test('a part of a gift is given back, and the page says what is left of it', async () => {
  const paymentId = await givenCheck(desk, { amount: 33_00n, reference: '45' })
  const [fundId] = desk.fundIds
  const ask = (amount: string, reason = 'given_back') =>
    act(
      gift,
      desk.treasurer,
      {
        intent: 'ask',
        reason,
        fee: '',
        happenedOn: today(),
        'parts[0].fundId': fundId,
        'parts[0].amount': amount,
      },
      { paymentId },
    )
  expect(await ask('ten')).toMatchObject({
    status: 422,
    data: { errors: { 'parts[0].amount': 'amount_not_a_number' }, values: { 'parts[0].amount': 'ten' } },
  })
  expect(await ask('33.01')).toMatchObject({
    status: 409,
    data: { refusal: { code: 'reversal_stays_within_the_gift', params: { left: 33_00n } } },
  })
  expect(await ask('3', 'entered_wrongly')).toMatchObject({
    status: 409,
    data: { refusal: { code: 'only_what_is_given_back_goes_in_parts' } },
  })
  locationOf(await ask('13'))
  const [reversal] = await seen((tx) => tx.offlineReversal.findMany({ where: { paymentId } }))
  await confirmBack(desk.administrator, reversal?.id ?? '')
  expect(await load(gift, desk.treasurer, { paymentId })).toMatchObject({
    page: { isLess: true, left: 20_00n, parts: [{ left: 20_00n }], may: { ask: true } },
  })
})

test('what is another fund’s is not found', async () => {
  const batchId = await givenBatch(other.intake, { total: 1_00n, pieces: 1 })
  const half = await givenBatch(other.intake, { total: 1_00n, pieces: 1, fundIds: [other.fundIds[0]] })
  await enter(other.intake, half, { kind: 'cash', amount: 1_00n })
  const paymentId = await givenCheck(other, { amount: 1_00n, reference: '3' })
  const { treasurer } = desk
  for (const id of [batchId, half, 'x']) {
    await expect(load(batch, treasurer, { batchId: id })).rejects.toMatchObject({ status: 404 })
    await expect(act(batch, treasurer, { intent: 'withdraw' }, { batchId: id })).rejects.toMatchObject({
      status: 404,
    })
  }
  for (const id of [paymentId, 'x']) {
    await expect(load(gift, treasurer, { paymentId: id })).rejects.toMatchObject({ status: 404 })
    await expect(act(gift, treasurer, { intent: 'printed' }, { paymentId: id })).rejects.toMatchObject({
      status: 404,
    })
  }
  expect(await load(list, treasurer)).not.toMatchObject({ rows: expect.arrayContaining([{ id: half }]) })
})
