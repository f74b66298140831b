import { beforeEach, describe, expect, test } from 'vitest'
import { whyNotTheseCards } from '#app/domain/disbursements/card-source.ts'
import type { PaymentSource } from '#app/domain/disbursements/payment-source.server.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { cardPage } from '#app/domain/expenses/reads/card-page.server.ts'
import { expensesPage } from '#app/domain/expenses/reads/expenses-page.server.ts'
import { rejectExpense } from '#app/domain/expenses/reject-expense.server.ts'
import { waitingExpenses } from '#app/domain/expenses/waiting.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenAdvance, givenApproved } from '#tests/support/given-advance.ts'
import { chargeOf } from '#tests/support/given-charge.ts'
import { caseOf, givenHeldPart, payWith } from '#tests/support/given-copay.ts'
import { approveBy, givenActor, givenTeam, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { drawBy, givenEnvelope, givenNightTeam, onSaturday } from '#tests/support/given-envelope.ts'
import { givenClaim, givenOwed, settleClaims } from '#tests/support/given-expense.ts'
import { givenAssignedBond, givenPoster, postBy } from '#tests/support/given-posting.ts'
import { givenAlliance, givenSharedProposal, paySharedBy } from '#tests/support/given-shared-bond.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const system = { scope: { kind: 'system' } } as const
const balances = (fundId: string) => inTransaction(system, (tx) => fundBalances(tx, fundId))
const onCard = { method: 'card_kiosk', from: { cardLast4: '4242' } } as const
const read = (staff: Team['intake'], fundId: string, role: Role) => ({
  ...{ id: staff.id, fundIds: staff.fundIds, language: 'en' },
  roles: [{ fundId, role }],
})

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 20_000_00n })
})

describe('which card it was', () => {
  test('is asked where the fund has one that has a statement, and of nobody else', async () => {
    const before = await givenApproved(team)
    expect(
      await disbursementPage({ disbursementId: before, staff: read(team.intake, team.fundId, 'intake') }),
    ).toMatchObject({ cards: [] })
    await payBy(team.intake, before, { method: 'card_kiosk' })
    expect(await balances(team.fundId)).toMatchObject({ bank: 17_500_00n })

    await givenClaim(team, { kind: 'card' })
    const after = await givenApproved(team)
    expect(
      await disbursementPage({ disbursementId: after, staff: read(team.intake, team.fundId, 'intake') }),
    ).toMatchObject({ cards: ['4242'] })
    for (const open of [{}, { from: 'bank' }] as const)
      expect(await whyRefused(payBy(team.intake, after, { method: 'card_kiosk', ...open }))).toBe(
        'kiosk_card_is_named',
      )
    // Said to be the debit card, it leaves the bank as ever; so does a check, of which no card is asked.
    await payBy(team.intake, after, { method: 'card_kiosk', from: 'debit_card' })
    await payBy(team.intake, await givenApproved(team))
    await payBy(team.intake, await givenApproved(team), { method: 'check', from: 'bank' })
    expect(await balances(team.fundId)).toMatchObject({ bank: 10_000_00n })
    expect(await brokenBooks()).toEqual([])
  })

  test('is one of the fund’s own, at a kiosk, and not beside cash that is out for the same bond', async () => {
    const disbursementId = await givenApproved(team)
    const pay = (paid: Parameters<typeof payBy>[2]) => whyRefused(payBy(team.intake, disbursementId, paid))
    const elsewhere = await givenTeam()
    await givenOwed(elsewhere, { kind: 'card', cardLast4: '7777' })
    const wrong = await givenClaim(team, { kind: 'card', cardLast4: '6666' })
    await rejectExpense({ staff: team.approver, claimId: wrong, reason: 'entered_wrongly' })
    await givenOwed(team, { kind: 'card' })
    for (const cardLast4 of ['7777', '6666', '0000'])
      expect(await pay({ method: 'card_kiosk', from: { cardLast4 } })).toBe('card_is_of_its_fund')
    expect(await pay({ method: 'cash', from: { cardLast4: '4242' } })).toBe('card_pays_at_a_kiosk')
    expect(await pay({ method: 'check', from: 'debit_card' })).toBe('card_pays_at_a_kiosk')
    await givenAdvance(team, { amount: 2_500_00n, for: [disbursementId] })
    expect(await pay(onCard)).toBe('cash_is_out_for_it')
    expect(await balances(team.fundId)).toMatchObject({ card_payable: 29_72n })
  })
})

test('a statement that lists bail is paid with it by who did not approve it, once, and not before it was charged', async () => {
  const claim = await givenOwed(team, { kind: 'card', lines: [{ amount: 30_00n }] })
  const disbursementId = await givenApproved(team)
  await payBy(team.intake, disbursementId, { ...onCard, principal: 2_000_00n })
  const charge = await chargeOf(disbursementId)
  expect(await balances(team.fundId)).toMatchObject({ bank: 20_000_00n, card_payable: 2_030_00n })

  const both = await givenActor(team.fundId, ['approver', 'treasurer'])
  const own = await givenApproved({ ...team, approver: both })
  await payBy(team.intake, own, { ...onCard, principal: 1_00n })
  const settle = (of: Parameters<typeof settleClaims>[2], claimIds = [claim], staff = team.treasurer) =>
    whyRefused(settleClaims(staff, claimIds, of))
  expect(await settle({ billed: cents(2_030_00n) })).toBe('statement_is_what_was_claimed')
  expect(await settle({ chargeIds: [await chargeOf(own)] }, [], both)).toBe('charge_is_paid_by_no_approver')
  expect(await settle({ chargeIds: [charge] }, [], team.approver)).toBe('role_may_not')
  expect(await settle({ chargeIds: [charge], cardLast4: '1111' }, [])).toBe('expense_payment_is_of_one_debt')
  const elsewhere = await givenTeam()
  expect(await settle({ chargeIds: [charge] }, [], elsewhere.treasurer)).toBe(
    'expense_payment_is_of_one_debt',
  )
  const early = new Date(Date.now() - 3_600_000)
  expect(await settle({ chargeIds: [charge], occurredAt: early }, [])).toBe(
    'statement_is_paid_after_its_charges',
  )

  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => settleClaims(team.treasurer, [claim], { chargeIds: [charge] })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await settle({ chargeIds: [charge] }, [])).toBe('expense_is_paid')
  // Who used the card at the kiosk may pay its statement, as they may pay bail out of the bank.
  await settleClaims(team.intake, [], { chargeIds: [await chargeOf(own)] })
  expect(await balances(team.fundId)).toMatchObject({
    ...{ bank: 17_969_00n, card_payable: 0n, bond_deposit: 2_001_00n },
  })
  expect(await brokenBooks()).toEqual([])
})

test('what stands on a card is told to those who can pay it, with purpose, fees and receipt', async () => {
  await givenOwed(team, { kind: 'card', lines: [{ amount: 30_00n }] })
  const disbursementId = await givenApproved(team, { fees: 50_00n })
  await payBy(team.intake, disbursementId, { ...onCard, principal: 2_500_00n, fees: 45_00n })
  const charge = await chargeOf(disbursementId)
  const card = { fundId: team.fundId, cardLast4: '4242' }
  const staff = read(team.treasurer, team.fundId, 'treasurer')
  expect(await cardPage({ ...card, staff })).toMatchObject({
    owedCents: 2_575_00n,
    atKiosks: [
      { id: charge, disbursementId, purposeCode: 'court_bail', feesCents: 45_00n, cents: 2_545_00n },
    ],
    payableAtKiosks: [{ id: charge, receiptNumber: expect.stringMatching(/^R-/) }],
  })
  expect(await cardPage({ ...card, staff: read(team.approver, team.fundId, 'approver') })).toMatchObject({
    payableAtKiosks: [],
  })
  const { due } = await expensesPage({ staff })
  expect(due).toMatchObject([{ kind: 'card', cardLast4: '4242', cents: 2_575_00n, count: 2 }])
  const waiting = await inTransaction(system, (tx) =>
    waitingExpenses(tx, {
      staff: team.treasurer,
      personIn: () => ({ id: team.treasurer.id, roles: ['treasurer'] }),
    }),
  )
  expect(waiting).toMatchObject([
    { act: 'pay_expense', to: `/admin/expenses/cards/${team.fundId}/4242`, amountCents: 2_575_00n },
  ])
  await settleClaims(team.treasurer, [], { chargeIds: [charge] })
  expect(await cardPage({ ...card, staff })).toMatchObject({
    ...{ owedCents: 30_00n, atKiosks: [] },
    statements: [{ cents: 2_545_00n, lineCount: 1 }],
  })
  expect(
    await disbursementPage({ disbursementId, staff: read(team.intake, team.fundId, 'intake') }),
  ).toMatchObject({ payment: { method: 'card_kiosk', cardLast4: '4242' } })
})

test('a family’s part that the card paid is on its statement with the rest, and stays the family’s', async () => {
  await givenClaim(team, { kind: 'card' })
  const disbursementId = await givenApproved(team)
  const caseCode = await caseOf(disbursementId)
  const agreementId = await givenHeldPart(team, { caseCode, amount: 500_00n })
  const family = { agreementId, amount: cents(500_00n) }
  await payWith(team.intake, disbursementId, { principal: 2_000_00n, family, ...onCard })
  expect(await balances(team.fundId)).toMatchObject({
    ...{ bank: 20_500_00n, card_payable: 2_500_00n, bond_deposit: 2_500_00n, copay_posted: 500_00n },
  })
  await settleClaims(team.treasurer, [], {
    chargeIds: [await chargeOf(disbursementId)],
    billed: cents(2_500_00n),
  })
  expect(await balances(team.fundId)).toMatchObject({ bank: 18_000_00n, card_payable: 0n })
  expect(await brokenBooks()).toEqual([])
})

test('at the window and by night a poster names the card, and sees which the fund has', async () => {
  const poster = await givenPoster(team.fundId)
  await givenClaim(team, { kind: 'card' })
  const disbursementId = await givenAssignedBond(team, poster)
  expect(await myPosting({ staffId: poster.id, disbursementId, language: 'en' })).toMatchObject({
    cards: ['4242'],
  })
  await postBy(poster, disbursementId, onCard)
  expect(await balances(team.fundId)).toMatchObject({ bank: 20_000_00n, card_payable: 2_435_00n })

  const night = await givenNightTeam()
  await givenClaim(night, { kind: 'card' })
  const envelopeId = await givenEnvelope(night)
  const { disbursementId: drawn } = await onSaturday(() => drawBy(night.intake, envelopeId, onCard))
  expect(await balances(night.fundId)).toMatchObject({ card_payable: 1_000_00n })
  // Whoever approved the night approved each bond of it.
  const { id: staffId } = night.approver
  await inTransaction(system, (tx) =>
    tx.staffRole.createMany({ data: [{ staffId, fundId: night.fundId, role: 'treasurer' }] }),
  )
  const chargeIds = [await chargeOf(drawn)]
  expect(await whyRefused(settleClaims(night.approver, [], { chargeIds }))).toBe(
    'charge_is_paid_by_no_approver',
  )
  expect(await brokenBooks()).toEqual([])
})

test('each fund’s part of a shared bond is on its own card or leaves its own bank', async () => {
  const alliance = await givenAlliance()
  const [one, two] = alliance.fundIds
  await givenClaim({ ...alliance, fundId: one }, { kind: 'card' })
  const shared = await givenSharedProposal(alliance, { fees: [60_00n, 40_00n] })
  for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
  const staff = { ...alliance.intake, language: 'en' }
  const roles = alliance.fundIds.map((fundId) => ({ fundId, role: 'intake' as const }))
  const page = await sharedBondPage({ sharedBondId: shared.sharedBondId, staff: { ...staff, roles } })
  expect(page?.partAdvances.map(({ cards }) => cards)).toEqual([['4242'], []])

  const pay = (from?: Parameters<typeof paySharedBy>[2]['from']) =>
    paySharedBy(alliance.intake, shared, {
      ...{ principal: 5_000_00n, fees: 100_00n, method: 'card_kiosk' },
      ...(from ? { from } : {}),
    })
  expect(await whyRefused(pay())).toBe('kiosk_card_is_named')
  expect(await whyRefused(pay(['bank', 'bank']))).toBe('kiosk_card_is_named')
  const before = (from: PaymentSource[]) =>
    whyNotTheseCards({ method: 'card_kiosk', from }, page?.partAdvances ?? [])?.code
  expect([before(['bank', 'bank']), before([undefined, { cardLast4: '4242' }])]).toEqual([
    'kiosk_card_is_named',
    'card_is_of_its_fund',
  ])
  expect([before(['debit_card', 'bank']), before([{ cardLast4: '4242' }])]).toEqual([undefined, undefined])
  expect(await whyRefused(pay([{ cardLast4: '4242' }, { cardLast4: '4242' }]))).toBe('card_is_of_its_fund')
  await pay([{ cardLast4: '4242' }])
  expect(await balances(one)).toMatchObject({ bank: 20_000_00n, card_payable: 3_060_00n })
  expect(await balances(two)).toMatchObject({ bank: 17_960_00n, bond_deposit: 2_000_00n })
  const [first = ''] = shared.disbursementIds
  await settleClaims({ ...alliance.treasurer }, [], { chargeIds: [await chargeOf(first)] })
  expect(await balances(one)).toMatchObject({ bank: 16_940_00n, card_payable: 0n })
  expect(await brokenBooks()).toEqual([])
})
