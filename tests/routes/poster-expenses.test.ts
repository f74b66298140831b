import { beforeAll, expect, test } from 'vitest'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as list from '#app/routes/admin.expenses._index.tsx'
import * as one from '#app/routes/admin.expenses.$claimId.tsx'
import * as receipt from '#app/routes/admin.expenses.$claimId_.receipts.$receiptId.ts'
import * as card from '#app/routes/admin.expenses.cards.$fundId.$last4.tsx'
import * as claim from '#app/routes/admin.expenses.new.tsx'
import * as frame from '#app/routes/admin.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { approveClaim, givenClaim, payClaim, picture } from '#tests/support/given-expense.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let other: Team
let poster: { id: string; fundIds: string[] }
beforeAll(async () => {
  team = await givenTeam({ bank: 9_000_00n })
  other = await givenTeam()
  poster = await givenPoster(team.fundId)
})

async function enter(staff: { id: string }) {
  await givenTotp(staff.id)
  return signedIn(staff.id)
}

const form = (over: Record<string, string | File> = {}) => ({
  ...{ fundId: team.fundId, kind: 'reimbursement', cardLast4: '', 'lines[0].day': '2026-11-02' },
  ...{ 'lines[0].amount': '2.90', 'lines[0].purposeCode': 'ride_home', 'lines[0].merchantKind': 'transport' },
  ...{ 'lines[0].receiptNumber': 'BUS-7', 'lines[0].file': new File([new Uint8Array(picture())], 'bus.jpg') },
  ...over,
})

const receiptOf = (claimId: string) =>
  inTransaction(system, async (tx) => (await tx.expenseReceipt.findFirstOrThrow({ where: { claimId } })).id)

test('whoever only posts claims a fare, sees it through to its payment, and sees nothing of others', async () => {
  const theirs = await givenClaim(team)
  const browser = await enter(poster)
  expect((await browser.get(frame)).data).toMatchObject({
    staff: { pages: expect.arrayContaining(['expenses']) },
  })
  expect((await browser.get(list)).data).toMatchObject({ isOwnOnly: true, mayClaim: true, open: [], due: [] })
  expect((await browser.get(claim)).data).toMatchObject({ funds: [{ id: team.fundId }] })

  expect(await browser.post(claim, form({ 'lines[0].amount': '2,90' }))).toMatchObject({
    status: 422,
    data: {
      values: { 'lines[0].receiptNumber': 'BUS-7' },
      errors: { 'lines[0].amount': 'amount_ambiguous' },
    },
  })
  expect((await browser.post(claim, form({ fundId: other.fundId }))).status).toBe(404)
  const sent = await browser.post(claim, form())
  expect(sent.status).toBe(303)
  const claimId = sent.location?.split('/').at(-1) ?? ''
  const at = { params: { claimId } }
  expect((await browser.get(one, at)).data).toMatchObject({
    page: { state: 'claimed', totalCents: 2_90n, freeCents: null, acts: null },
  })
  const params = { claimId, receiptId: await receiptOf(claimId) }
  expect((await browser.get(receipt, { params })).status).toBe(200)

  for (const id of [theirs, await givenClaim(other)]) {
    expect((await browser.get(one, { params: { claimId: id } })).status).toBe(404)
    const params = { claimId: id, receiptId: await receiptOf(id) }
    expect((await browser.get(receipt, { params })).status).toBe(404)
  }
  expect((await browser.get(card, { params: { fundId: team.fundId, last4: '4242' } })).status).toBe(403)
  expect((await browser.post(one, { act: 'reject', reason: 'not_now' }, at)).status).toBe(403)
  const roles = [{ fundId: team.fundId, role: 'poster' as const }]
  expect(await waitingForMe({ staff: { ...poster, roles, language: 'en' } })).toEqual([])

  await approveClaim(team.approver, claimId)
  expect((await browser.get(list)).data).toMatchObject({
    open: [{ id: claimId, state: 'approved' }],
    due: [{ oldestId: claimId, cents: 2_90n, mayReadCard: false }],
  })
  await payClaim(team.treasurer, claimId)
  expect((await browser.get(one, at)).data).toMatchObject({ page: { payment: { cents: 2_90n } } })
  expect((await browser.get(list)).data).toMatchObject({ open: [], ended: [{ id: claimId }] })
  expect(await inTransaction(system, (tx) => fundBalances(tx, team.fundId))).toMatchObject({
    bank: 8_997_10n,
  })
  expect(await brokenBooks()).toEqual([])
})

test('the same receipt is claimed once, whoever claims it; and no role is no claim', async () => {
  const line = { receiptNumber: 'PARK-1', day: '2026-11-02', amount: 6_00n }
  await givenClaim(team, { lines: [line] })
  expect((await refusalOf(givenClaim(team, { staff: poster, lines: [line] }))).code).toBe(
    'receipt_is_claimed_once',
  )
  expect((await refusalOf(givenClaim(other, { staff: poster }))).code).toBe('role_may_not')
  expect(
    (await refusalOf(givenClaim(team, { staff: await givenActor(team.fundId, ['auditor']) }))).code,
  ).toBe('role_may_not')
})

test('of two funds, all of the one that they work for and their own of the one that they post for', async () => {
  const both = await givenActor(other.fundId, ['treasurer'])
  await inTransaction(system, (tx) =>
    tx.staffRole.create({ data: { staffId: both.id, fundId: team.fundId, role: 'poster' } }),
  )
  const own = await givenClaim(team, { staff: both, kind: 'card' })
  const [unseen, seen] = [await givenClaim(team), await givenClaim(other)]
  const browser = await enter(both)
  const { open } = (await browser.get(list)).data as { open: { id: string }[] }
  const ids = open.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining([own, seen]))
  expect(ids).not.toContain(unseen)
  expect((await browser.get(list, { search: `?of=${team.fundId}` })).data).toMatchObject({
    open: [{ id: own }],
  })
  expect((await browser.get(one, { params: { claimId: own } })).data).toMatchObject({
    page: { mayReadCard: false, acts: null },
  })
  expect((await browser.get(card, { params: { fundId: team.fundId, last4: '4242' } })).status).toBe(404)
  expect((await browser.get(one, { params: { claimId: unseen } })).status).toBe(404)
})

test('the database itself shows a poster their own alone, and nothing once they left the fund', async () => {
  const leaving = await givenPoster(team.fundId)
  const own = await givenClaim(team, { staff: leaving })
  await givenClaim(team)
  const seen = () =>
    inTransaction({ scope: { kind: 'poster', staffId: leaving.id } }, async (tx) => [
      (await tx.expenseClaim.findMany({ select: { id: true } })).map(({ id }) => id),
      await tx.expenseLine.count(),
      await tx.expenseReceipt.count(),
      await tx.expensePayment.count(),
    ])
  expect(await seen()).toEqual([[own], 1, 1, 0])
  await inTransaction(system, (tx) => tx.staffRole.deleteMany({ where: { staffId: leaving.id } }))
  expect(await seen()).toEqual([[], 0, 0, 0])
})
