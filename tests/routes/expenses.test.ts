import { beforeAll, describe, expect, test } from 'vitest'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as list from '#app/routes/admin.expenses._index.tsx'
import * as one from '#app/routes/admin.expenses.$claimId.tsx'
import * as receipt from '#app/routes/admin.expenses.$claimId_.receipts.$receiptId.ts'
import * as card from '#app/routes/admin.expenses.cards.$fundId.$last4.tsx'
import * as claim from '#app/routes/admin.expenses.new.tsx'
import { jpeg, pdf } from '#tests/domain/documents/given-files.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { expenseHash, givenClaim, givenOwed, picture } from '#tests/support/given-expense.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

let team: Team
let other: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' }, bank: 9_000_00n })
  other = await givenTeam()
})

/** Signed in with an authenticator. Answers their browser and the code that it shows. */
async function enter(staff: { id: string }) {
  const totp = await givenTotp(staff.id)
  return { browser: await signedIn(staff.id), code: totp.code }
}
const system = { scope: { kind: 'system' } } as const
const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const claims = () => inTransaction(system, (tx) => tx.expenseClaim.count())
const asFile = (bytes: Uint8Array, name = 'Rosa Quill.jpg') =>
  new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' })

/** One row as it is typed, under the names that its form gives it. */
const row = (position: number, typed: Record<string, string | File> = {}) =>
  Object.fromEntries(
    Object.entries({
      day: '2026-11-02',
      amount: '29.72',
      purposeCode: 'ride_home',
      merchantKind: 'transport',
      receiptNumber: `N-${position}`,
      file: asFile(picture()),
      ...typed,
    }).map(([name, value]) => [`lines[${position}].${name}`, value]),
  )
const blank = (position: number) =>
  row(position, {
    ...{ day: '', amount: '', purposeCode: '', merchantKind: '', receiptNumber: '' },
    file: new File([], ''),
  })
const typed = (rows: Record<string, string | File>) => ({
  ...{ fundId: team.fundId, kind: 'reimbursement', cardLast4: '' },
  ...rows,
})

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    for (const page of [list, claim, one, card, receipt]) {
      expect(await visitor().get(page)).toMatchObject({ status: 302 })
      if ('action' in page) expect(await visitor().post(page, {})).toMatchObject({ status: 302 })
    }
  })

  test('an auditor reads all of it and does nothing', async () => {
    const claimId = await givenOwed(team, { kind: 'card' })
    const { browser } = await enter(await givenActor(team.fundId, ['auditor']))
    const at = { params: { claimId, fundId: team.fundId, last4: '4242' } }
    expect((await browser.get(list)).data).toMatchObject({ mayClaim: false })
    expect((await browser.get(one, at)).status).toBe(200)
    expect((await browser.get(card, at)).data).toMatchObject({ page: { payable: [], owedCents: 29_72n } })
    expect((await browser.get(claim)).status).toBe(403)
    expect((await browser.post(claim, typed(row(0)))).status).toBe(403)
    expect((await browser.post(card, {}, at)).status).toBe(403)
    expect(await browser.post(one, { act: 'reject', reason: 'not_now' }, at)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'role_may_not' } },
    })
  })

  test('another fund’s expenses, receipts and cards do not exist', async () => {
    const claimId = await givenOwed(other, { kind: 'card' })
    const { id: receiptId } = await inTransaction(system, (tx) =>
      tx.expenseReceipt.findFirstOrThrow({ where: { claimId } }),
    )
    const mine = await givenOwed(team, { kind: 'card' })
    const { browser } = await enter(await givenActor(team.fundId, ['treasurer', 'administrator']))
    for (const params of [
      { claimId, receiptId, fundId: other.fundId, last4: '4242' },
      { claimId: '1', receiptId: '1', fundId: '1', last4: '4242' },
      { claimId: mine, receiptId, fundId: team.fundId, last4: '0000' },
    ]) {
      expect((await browser.get(receipt, { params })).status).toBe(404)
      expect((await browser.get(card, { params })).status).toBe(404)
      expect((await browser.post(card, {}, { params })).status).toBe(404)
      if (params.claimId === mine) continue
      expect((await browser.get(one, { params })).status).toBe(404)
      expect((await browser.post(one, { act: 'reject', reason: 'not_now' }, { params })).status).toBe(404)
    }
    expect((await browser.post(claim, { ...typed(row(0)), fundId: other.fundId })).status).toBe(404)
  })
})

test('claimed in several lines with their pictures, approved with a proof, paid by a third', async () => {
  const intake = await enter(team.intake)
  const approver = await enter(team.approver)
  const treasurer = await enter(team.treasurer)
  expect((await intake.browser.get(claim)).data).toMatchObject({ funds: [{ id: team.fundId }] })
  const rows = {
    ...row(0),
    ...blank(1),
    ...row(2, { amount: '$1,000', receiptNumber: 'Ñ “<b>” 7' }),
    ...blank(3),
  }
  const sent = await intake.browser.post(claim, typed(rows))
  expect(sent.status).toBe(303)
  const claimId = sent.location?.split('/').at(-1) ?? ''
  const at = { params: { claimId } }
  const page = (await approver.browser.get(one, at)).data.page as {
    lines: { position: number; cents: bigint; receiptNumber: string; receiptId: string }[]
    contentHash: string
  }
  expect(page.lines.map(({ position, cents, receiptNumber }) => [position, cents, receiptNumber])).toEqual([
    [0, 29_72n, 'N-0'],
    [2, 1_000_00n, 'Ñ “<b>” 7'],
  ])
  const params = { claimId, receiptId: page.lines[0]?.receiptId ?? '' }
  const file = (await receipt.loader({
    request: new Request('http://localhost:3000/admin', { headers: { Cookie: approver.browser.cookie() } }),
    params,
    context: {},
  } as unknown as Parameters<typeof receipt.loader>[0])) as Response
  expect(file.headers.get('Content-Disposition')).toMatch(/^attachment; filename="receipt-[0-9a-f]{8}\.jpg"$/)
  expect(file.headers.get('Content-Security-Policy')).toContain('sandbox')

  const before = await balances()
  const approve = { act: 'approve', contentHash: page.contentHash }
  expect(await approver.browser.post(one, approve, at)).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  expect(await intake.browser.post(one, { ...approve, code: intake.code() }, at)).toMatchObject({
    data: { refusal: { code: 'role_may_not' } },
  })
  expect((await approver.browser.post(one, { ...approve, code: approver.code() }, at)).status).toBe(302)
  const pay = { act: 'pay', method: 'transfer', reference: 'B-7', occurredAt: '' }
  expect(await treasurer.browser.post(one, { ...pay, reference: '' }, at)).toMatchObject({
    status: 422,
    data: { errors: { reference: 'required' }, values: { method: 'transfer' } },
  })
  expect((await treasurer.browser.post(one, { ...pay, code: treasurer.code() }, at)).status).toBe(302)
  const after = await balances()
  expect((before.bank ?? 0n) - (after.bank ?? 0n)).toBe(1_029_72n)
  expect((await intake.browser.get(list, { search: '?mine=true' })).data).toMatchObject({
    isMine: true,
    ended: [{ id: claimId, state: 'paid' }],
  })
  const ofFund = (fundId: string) => intake.browser.get(list, { search: `?of=${fundId}` })
  expect((await ofFund(team.fundId)).data).toMatchObject({ fundName: expect.any(String) })
  expect((await ofFund(other.fundId)).status).toBe(404)
  expect((await ofFund('<script>')).status).toBe(200)
})

test('what cannot be is said beside its field, what was typed stays, and nothing is kept', async () => {
  const { browser } = await enter(await givenActor(team.fundId, ['intake']))
  const before = await claims()
  const said = async (rows: Record<string, string | File>, over: Record<string, string> = {}) => {
    const { status, data } = await browser.post(claim, { ...typed(rows), ...over })
    const { errors, refusal, values } = data as Record<
      'errors' | 'refusal' | 'values',
      Record<string, string>
    >
    expect(JSON.stringify(values)).not.toContain('Rosa Quill')
    return [status, refusal?.code ?? Object.values(errors ?? {})[0], Object.keys(errors ?? {})[0]]
  }
  const at = (name: string) => `lines[0].${name}`
  for (const [field, entry, code] of [
    ['amount', '0', 'expense_line_has_an_amount'],
    ['amount', '-5', 'amount_negative'],
    ['amount', '1,00', 'amount_ambiguous'],
    ['amount', '9'.repeat(40), 'amount_too_large'],
    ['day', '2999-01-01', 'fact_lies_ahead'],
    ['day', 'yesterday', 'malformed'],
    ['purposeCode', 'court_bail', 'expense_purpose_is_spending'],
    ['purposeCode', 'legal_filing', 'purpose_not_allowed'],
    ['purposeCode', '', 'required'],
    ['receiptNumber', 'x'.repeat(61), 'too_long'],
    ['receiptNumber', 'N\0 1', 'malformed'],
    ['file', new File([], ''), 'file_missing'],
    ['file', 'sent', 'file_missing'],
    ['file', asFile(pdf()), 'evidence_is_a_picture'],
    ['file', asFile(Buffer.from('<svg onload="alert(1)"/>')), 'file_type_unknown'],
    ['file', asFile(jpeg({ cut: 40 })), 'file_damaged'],
    ['file', asFile(Buffer.alloc(10 * 1024 * 1024 + 1)), 'file_too_large'],
  ] as const)
    expect(await said(row(0, { [field]: entry })), `${field} ${code}`).toEqual([
      expect.any(Number),
      code,
      at(field),
    ])
  expect(await said(blank(0))).toEqual([409, 'expense_has_a_line', at('amount')])
  expect(await said(row(0, { amount: '25000.01' }))).toEqual([409, 'expense_is_of_everyday_size', undefined])
  expect(await said(row(0), { kind: 'card' })).toEqual([409, 'expense_names_its_card', 'cardLast4'])
  expect(await said(row(0), { kind: 'card', cardLast4: '12' })).toEqual([422, 'card_malformed', 'cardLast4'])
  expect(await said(row(25))).toEqual([422, 'too_many_lines', 'lines'])
  expect(await said(row(0), { extra: 'x' })).toEqual([422, 'unknown_field', 'extra'])
  expect(await claims()).toBe(before)
  expect(await browser.post(claim, typed(row(0, { amount: '1,00' })))).toMatchObject({
    data: { values: { 'lines[0].amount': '1,00', 'lines[0].receiptNumber': 'N-0', 'lines[0].file': 'sent' } },
  })
})

test('a card is paid by its statement, and only where the sums are the same', async () => {
  const of = { kind: 'card', cardLast4: '7777' } as const
  const [first, second] = [await givenOwed(team, of), await givenOwed(team, of)]
  const waits = await givenClaim(team, of)
  const { browser, code } = await enter(await givenActor(team.fundId, ['treasurer']))
  const at = { params: { fundId: team.fundId, last4: '7777' } }
  const { page } = (await browser.get(card, at)).data as { page: { charges: { id: string }[] } }
  expect(page).toMatchObject({ owedCents: 59_44n, payable: [{ id: first }, { id: second }], statements: [] })
  expect(page.charges.map(({ id }) => id)).toContain(waits)
  const form = {
    ...{ statementOn: '2026-11-02', billed: '29.73', claimIds: first },
    ...{ method: 'direct_debit', reference: 'D-1', occurredAt: '' },
  }
  const proof = code()
  const before = await balances()
  for (const [over, field, why] of [
    [{}, 'billed', 'statement_is_what_was_claimed'],
    [{ billed: '' }, 'billed', 'required'],
    [{ billed: '29.72', statementOn: '2999-01-01' }, 'statementOn', 'statement_comes_before_its_payment'],
    [{ billed: '29.72', claimIds: waits }, 'claimIds', 'required'],
  ] as const)
    expect(await browser.post(card, { ...form, ...over, code: proof }, at)).toMatchObject({
      data: { errors: { [field]: why }, values: { reference: 'D-1' } },
    })
  expect(await balances()).toEqual(before)
  expect(await browser.post(card, { ...form, billed: '29.72' }, at)).toMatchObject({ status: 409 })
  const kept = await inTransaction(system, (tx) =>
    tx.auditEvent.findMany({ where: { action: 'expense.card_settled' }, orderBy: { id: 'asc' } }),
  )
  expect(kept.map(({ fundId, detail }) => [fundId, detail])).toEqual([
    [team.fundId, { reason: 'statement_is_what_was_claimed' }],
    [team.fundId, { reason: 'statement_comes_before_its_payment' }],
    [team.fundId, { reason: 'required' }],
    [team.fundId, { reason: 'step_up_missing' }],
  ])
  // None of these spent the proof.
  expect((await browser.post(card, { ...form, billed: '29.72', code: proof }, at)).status).toBe(302)
  expect((await browser.get(card, at)).data).toMatchObject({
    page: { owedCents: 29_72n, statements: [{ cents: 29_72n, lineCount: 1, reference: 'D-1' }] },
  })
})

test('content that changed on the way, or an act that is none, moves nothing', async () => {
  const claimId = await givenClaim(team)
  const { browser, code } = await enter(await givenActor(team.fundId, ['approver']))
  const at = { params: { claimId } }
  const hash = await expenseHash(claimId)
  expect(
    await browser.post(
      one,
      { act: 'approve', contentHash: hash.replace(/^./, (one) => (one === 'f' ? '0' : 'f')), code: code() },
      at,
    ),
  ).toMatchObject({ status: 409, data: { refusal: { code: 'content_changed' } } })
  const nothing: Record<string, string>[] = [
    { act: 'settle' },
    { act: 'reject', reason: '' },
    { act: 'approve', contentHash: hash, id: '1' },
  ]
  for (const form of nothing) expect((await browser.post(one, form, at)).status).toBe(422)
  expect((await browser.post(one, { act: 'reject', reason: 'receipt_missing' }, at)).status).toBe(303)
  expect((await browser.get(one, at)).data).toMatchObject({
    page: { state: 'rejected', rejection: { reason: 'receipt_missing' } },
  })
})
