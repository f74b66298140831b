import { expect, test } from 'vitest'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as payment from '#app/routes/admin.disbursements.$disbursementId.payment.tsx'
import * as card from '#app/routes/admin.expenses.cards.$fundId.$last4.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenApproved } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, hashOf } from '#tests/support/given-disbursement.ts'
import { givenOwed } from '#tests/support/given-expense.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()

/** Signed in with an authenticator. Answers their browser and the code that it shows. */
async function enter(staff: { id: string }) {
  const totp = await givenTotp(staff.id)
  return { browser: await signedIn(staff.id), code: totp.code }
}

test('a check asks for no card, and a card at a kiosk is named before the proof is spent', async () => {
  const team = await givenTeam({ bank: 9_000_00n })
  const balances = () => inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, team.fundId))
  await givenOwed(team, { kind: 'card', cardLast4: '8888' })
  const disbursementId = await givenApproved(team)
  const payer = await enter(await givenActor(team.fundId, ['intake']))
  const sent = {
    ...{ contentHash: await hashOf(disbursementId), principal: '2,500', fees: '', occurredAt: '' },
    ...{ payee: 'Larkspur County Clerk', receiptNumber: 'K-87', code: payer.code() },
    ...{ agreementId: '', familyPart: '', exposure: '' },
  }
  const of = { params: { disbursementId } }
  const before = await balances()
  for (const [method, from, why] of [
    ['card_kiosk', '', 'kiosk_card_is_named'],
    ['card_kiosk', 'bank', 'kiosk_card_is_named'],
    ['card_kiosk', 'card-0000', 'card_is_of_its_fund'],
    ['check', 'debit_card', 'card_pays_at_a_kiosk'],
    ['cash', 'card-8888', 'card_pays_at_a_kiosk'],
  ] as const)
    expect(await payer.browser.post(payment, { ...sent, method, from }, of)).toMatchObject({
      ...{ status: 409, data: { errors: { from: why }, values: { method, from } } },
    })
  expect(await balances()).toEqual(before)

  // As the form stands: the bank, about which nothing was said. The proof is the same one.
  expect((await payer.browser.post(payment, { ...sent, method: 'check', from: 'bank' }, of)).status).toBe(302)
  expect((await balances()).bank).toBe((before.bank ?? 0n) - 2_500_00n)
})

test('bail that the card paid at a kiosk stands on its page, and its statement is paid as printed', async () => {
  const team = await givenTeam({ bank: 9_000_00n })
  const balances = () => inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, team.fundId))
  const ride = await givenOwed(team, { kind: 'card', cardLast4: '8888' })
  const disbursementId = await givenApproved(team, { fees: 40_00n })
  const payer = await enter(await givenActor(team.fundId, ['intake']))
  const paid = {
    ...{ contentHash: await hashOf(disbursementId), principal: '2,500', fees: '40', occurredAt: '' },
    ...{ payee: 'Larkspur County Clerk', method: 'card_kiosk', receiptNumber: 'K-88' },
    ...{ agreementId: '', familyPart: '', exposure: '' },
  }
  const of = { params: { disbursementId } }
  const owing = await balances()
  expect(
    await payer.browser.post(payment, { ...paid, from: 'card-<b>', code: payer.code(1) }, of),
  ).toMatchObject({ status: 422 })
  expect(await balances()).toEqual(owing)
  const sent = { ...paid, from: 'card-8888', code: payer.code(1) }
  expect((await payer.browser.post(payment, sent, of)).status).toBe(302)
  expect((await balances()).bank).toBe(owing.bank)

  const treasurer = await enter(await givenActor(team.fundId, ['treasurer']))
  const at = { params: { fundId: team.fundId, last4: '8888' } }
  const { page } = (await treasurer.browser.get(card, at)).data as {
    page: { atKiosks: { id: string }[] }
  }
  expect(page).toMatchObject({
    owedCents: 2_569_72n,
    atKiosks: [{ disbursementId, purposeCode: 'court_bail', feesCents: 40_00n, receiptNumber: 'K-88' }],
  })
  const form = {
    ...{ statementOn: '2026-11-02', billed: '2569.72', claimIds: ride },
    ...{ method: 'direct_debit', reference: 'D-8', occurredAt: '' },
  }
  const code = treasurer.code()
  expect(await treasurer.browser.post(card, { ...form, code }, at)).toMatchObject({
    data: { errors: { billed: 'statement_is_what_was_claimed' } },
  })
  const chargeIds = page.atKiosks[0]?.id ?? ''
  expect((await treasurer.browser.post(card, { ...form, chargeIds: 'x', code }, at)).status).toBe(422)
  expect((await treasurer.browser.post(card, { ...form, chargeIds, code }, at)).status).toBe(302)
  expect((await treasurer.browser.get(card, at)).data).toMatchObject({
    page: { owedCents: 0n, atKiosks: [], statements: [{ cents: 2_569_72n, lineCount: 2, reference: 'D-8' }] },
  })
})
