import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.ts'
import { approveBy, givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'
import { givenRemittance, place, receiptOf, today } from '#tests/support/given-remittance.ts'
import { type Alliance, givenAlliance, wholeHashOf } from '#tests/support/given-shared-bond.ts'
import { act, code, keepCookie, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const newPayment = 'admin.remittances.new.tsx'
const paymentPage = 'admin.remittances.$remittanceId/route.tsx'
const newShared = 'admin.shared-bonds.new.tsx'
const sharedPage = 'admin.shared-bonds.$sharedBondId/route.tsx'

/** As the fund's audit keeps them. */
const refusedPayments = (fundId: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({
      where: { fundId, action: 'disbursement.paid', outcome: 'refused' },
      orderBy: { id: 'asc' },
      select: { actorId: true, subjectId: true, detail: true },
    }),
  )

describe('a payment over many bonds', () => {
  let team: Team
  beforeAll(async () => {
    team = await givenTeam({ fund: { slug: 'bail' } })
    for (const staff of [team.intake, team.approver]) await signIn(staff)
  })

  test('is entered, found its bonds, and closed by another; what is wrong comes back as it was typed', async () => {
    const facts = {
      payer: 'court',
      payerName: 'Larkspur County Court',
      reference: 'Check 9',
      fundIds: team.fundId,
    }
    const enter = (form: Record<string, string>) => act(newPayment, team.intake, { ...facts, ...form })
    expect(await enter({ total: '1,00', receivedOn: '' })).toMatchObject({
      status: 422,
      data: { values: { total: '1,00' }, errors: { total: 'amount_ambiguous', receivedOn: 'required' } },
    })
    const to = locationOf(await enter({ total: '1,000', receivedOn: today() }))
    const remittanceId = to.split('/').at(-1) ?? ''
    expect(await enter({ total: '5', receivedOn: today() })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'remittance_reference_is_used_once' }, values: { total: '5' } },
    })

    const one = await receiptOf(await givenDueBond(team, { principal: 600_00n }))
    const two = await receiptOf(await givenDueBond(team, { principal: 600_00n }))
    const work = (form: Record<string, string>, staff = team.intake) =>
      act(paymentPage, staff, form, { remittanceId })
    const line = { intent: 'add', bond: one, received: '500', interest: '', kept: '100', reason: '' }
    expect(await work(line)).toMatchObject({
      status: 422,
      data: { errors: { reason: 'deduction_needs_reason' } },
    })
    expect(await work({ ...line, kept: '100.01', reason: 'fines' })).toMatchObject({
      status: 409,
      data: { errors: { received: 'return_exceeds_due' }, values: { bond: one } },
    })
    expect(locationOf(await work({ ...line, reason: 'fines' }))).toBe(to)
    expect(await work({ intent: 'paste', rows: `${two} 500\n${one} 1` })).toMatchObject({
      status: 409,
      data: {
        refusal: { code: 'remittance_rows_are_wrong' },
        values: { rows: `${two} 500\n${one} 1` },
        rows: [{ row: 2, code: 'remittance_names_a_bond_once' }],
      },
    })
    expect(await load(paymentPage, team.approver, { remittanceId })).toMatchObject({
      page: {
        left: 500_00n,
        mayClose: true,
        payerName: 'Larkspur County Court',
        lines: [{ received: 500_00n }],
      },
    })
    expect(await work({ intent: 'close' }, team.approver)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'remittance_adds_up' } },
    })
    expect(locationOf(await work({ intent: 'paste', rows: `${two}\t500.00` }))).toBe(to)
    const closed = await work({ intent: 'close', code: code(team.approver) }, team.approver)
    expect(locationOf(closed)).toBe(to)
    keepCookie(team.approver, closed)
    expect(await load('admin.remittances._index.tsx', team.approver)).toMatchObject({
      rows: [{ id: remittanceId, state: 'closed', lines: 2 }],
    })
  })
})

test('whoever paid one of its bonds is told who closes it, and is asked for no proof', async () => {
  const team = await givenTeam()
  const payer = await givenActor(team.fundId, ['intake', 'treasurer'])
  await signIn(payer)
  const bondId = await givenDueBond({ ...team, intake: payer })
  const remittanceId = await givenRemittance(team.intake, { total: 100n })
  await place(team.intake, remittanceId, bondId, { received: 100n })
  expect(await load(paymentPage, payer, { remittanceId })).toMatchObject({
    page: { mayClose: false, paidOne: true, payers: [expect.any(String)] },
  })
  expect(await act(paymentPage, payer, { intent: 'close' }, { remittanceId })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'return_recorder_is_not_payer' } },
  })
})

describe('a shared bond', () => {
  let alliance: Alliance
  beforeAll(async () => {
    alliance = await givenAlliance()
    for (const staff of [alliance.intake, alliance.approver]) await signIn(staff)
  })

  test('is proposed in parts and paid as one', async () => {
    const [first, second] = alliance.fundIds
    const facts = {
      ...{ kind: 'court_bail', 'payees[0]': 'Clerk', venue: 'Court', evidenceNote: '' },
      ...{ 'parts[0].fundId': first, 'parts[0].principal': '600', 'parts[0].fees': '' },
      ...{ 'parts[1].fundId': second, 'parts[1].fees': '' },
    }
    const propose = (principal: string) =>
      act(newShared, alliance.intake, { ...facts, 'parts[1].principal': principal })
    expect(await propose('')).toMatchObject({
      status: 422,
      data: { errors: { 'parts[1].principal': 'required' }, values: { venue: 'Court' } },
    })
    const to = locationOf(await propose('400'))
    const sharedBondId = to.split('/').at(-1) ?? ''
    const seen = await load<{
      page: { contentHash: string; parts: { disbursementId: string }[]; whyNotPay: { code: string } }
    }>(sharedPage, alliance.intake, { sharedBondId })
    expect(seen.page.whyNotPay.code).toBe('shared_bond_waits_for_approval')
    const ids = seen.page.parts.map(({ disbursementId }) => disbursementId)
    expect(seen.page.contentHash).toBe(await wholeHashOf(ids))
    const paid = {
      ...{ contentHash: seen.page.contentHash, principal: '1,000', fees: '', payee: 'Clerk', method: 'cash' },
      ...{ receiptNumber: 'S-1', occurredAt: '' },
    }
    const pay = () =>
      act(sharedPage, alliance.intake, { ...paid, code: code(alliance.intake) }, { sharedBondId })
    expect(await pay()).toMatchObject({
      status: 409,
      data: { refusal: { code: 'shared_bond_waits_for_approval' }, values: { principal: '1,000' } },
    })
    for (const id of ids) await approveBy(alliance.approver, id)
    expect(await act(sharedPage, alliance.intake, paid, { sharedBondId })).toMatchObject({
      status: 409,
      data: { errors: { code: 'step_up_missing' } },
    })
    expect(locationOf(await pay())).toMatch(/^\/admin\/bonds\//)

    for (const fundId of alliance.fundIds)
      expect(await refusedPayments(fundId)).toEqual([
        {
          actorId: alliance.intake.id,
          subjectId: sharedBondId,
          detail: { reason: 'shared_bond_waits_for_approval' },
        },
        { actorId: alliance.intake.id, subjectId: sharedBondId, detail: { reason: 'step_up_missing' } },
      ])
  })
})
