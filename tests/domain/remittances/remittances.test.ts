import { beforeEach, describe, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { openRemittance } from '#app/domain/remittances/open-remittance.server.ts'
import { pasteRemittanceLines, WrongRows } from '#app/domain/remittances/paste-remittance-lines.server.ts'
import { readPasted } from '#app/domain/remittances/read-pasted.ts'
import { remittancePage } from '#app/domain/remittances/remittance-page.server.ts'
import { removeRemittanceLine } from '#app/domain/remittances/remove-remittance-line.server.ts'
import { remittancesWaiting } from '#app/domain/remittances/waiting.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDueBond, givenForfeitedBond } from '#tests/support/given-loss.ts'
import { givenRemittance, place, receiptOf, today } from '#tests/support/given-remittance.ts'
import { givenActorIn, givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { closeRemittance } from '#tests/support/proved.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const stateOf = (bondId: string) =>
  inTransaction(system, async (tx) => (await tx.bond.findUniqueOrThrow({ where: { id: bondId } })).state)

const waitsFor = (staff: ActingStaff) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId: team.fundId })
    const waiting = await remittancesWaiting(tx, { staff, personIn: () => ({ id: staff.id, roles }) })
    return waiting.map(({ act, amountCents }) => [act, amountCents])
  })

describe('one payment over many bonds', () => {
  test('books nothing until its lines add up and another person closes it; then each bond has its return', async () => {
    const full = await givenDueBond(team, { principal: 900_00n })
    const part = await givenDueBond(team, { principal: 500_00n })
    const remittanceId = await givenRemittance(team.intake, { total: 1_200_00n, reference: 'Check 88' })
    const close = (staff: ActingStaff) => closeRemittance({ staff, remittanceId })
    await place(team.intake, remittanceId, full, {
      received: 800_00n,
      deductions: [{ reason: 'fines', amount: cents(100_00n) }],
    })
    expect(await waitsFor(team.approver)).toEqual([['place_remittance', 400_00n]])
    expect(await refusalOf(close(team.approver))).toEqual({
      code: 'remittance_adds_up',
      params: { placed: 800_00n, total: 1_200_00n },
    })
    await place(team.intake, remittanceId, part, { received: 400_00n })
    expect([await stateOf(full), await stateOf(part)]).toEqual(['refund_due', 'refund_due'])
    expect(await waitsFor(team.intake)).toEqual([])
    expect(await waitsFor(team.approver)).toEqual([['close_remittance', 1_200_00n]])

    await close(team.approver)
    expect([await stateOf(full), await stateOf(part)]).toEqual(['closed', 'claimed'])
    expect(await waitsFor(team.approver)).toEqual([])
    const roles = [{ fundId: team.fundId, role: 'approver' as const }]
    expect(
      await bondPage({ bondId: full, staff: { ...team.approver, language: 'en', roles } }),
    ).toMatchObject({
      returns: [{ reference: 'Check 88', remittanceId, received: 800_00n }],
    })
    expect(await refusalOf(close(team.approver))).toMatchObject({ code: 'remittance_is_closed' })
    expect(await brokenBooks()).toEqual([])
  })

  test('whoever entered any of it, or paid one of its bonds, or may not, does not close it', async () => {
    const bondId = await givenDueBond(team)
    const remittanceId = await givenRemittance(team.intake, { total: 2_500_00n })
    await place(team.treasurer, remittanceId, bondId, { received: 2_500_00n })
    const close = (staff: ActingStaff) => refusalOf(closeRemittance({ staff, remittanceId }))
    expect(await close(team.treasurer)).toMatchObject({ code: 'remittance_closer_did_not_enter_it' })
    expect(await close(team.intake)).toMatchObject({ code: 'role_may_not' })

    const payer = await givenActor(team.fundId, ['intake', 'treasurer'])
    const own = await givenDueBond({ ...team, intake: payer })
    const other = await givenRemittance(team.intake, { total: 100n })
    await place(team.intake, other, own, { received: 100n })
    expect(await refusalOf(closeRemittance({ staff: payer, remittanceId: other }))).toMatchObject({
      code: 'return_recorder_is_not_payer',
    })
    expect(await waitsFor(payer)).not.toContainEqual(['close_remittance', 100n])
    expect(await waitsFor(team.approver)).toContainEqual(['close_remittance', 100n])
    const seenBy = (staff: ActingStaff) => {
      const roles = [{ fundId: team.fundId, role: 'treasurer' as const }]
      return remittancePage({ remittanceId: other, staff: { ...staff, language: 'en', roles } })
    }
    expect(await seenBy(payer)).toMatchObject({
      mayClose: false,
      paidOne: true,
      payers: [expect.any(String)],
    })
    expect(await seenBy(team.approver)).toMatchObject({ mayClose: true, paidOne: false })
  })

  test('fifty close it at once: it is booked once', async () => {
    const bondId = await givenDueBond(team)
    const remittanceId = await givenRemittance(team.intake, { total: 1_000_00n })
    await place(team.intake, remittanceId, bondId, { received: 1_000_00n })
    const tries = Array.from({ length: 50 }, () => closeRemittance({ staff: team.approver, remittanceId }))
    const outcomes = await Promise.allSettled(tries)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const returns = await inTransaction(system, (tx) => tx.bondReturn.findMany({ where: { bondId } }))
    expect(returns.map(({ receivedCents }) => receivedCents)).toEqual([1_000_00n])
  })

  test('what cannot be is refused line by line, and a line can be taken out', async () => {
    const bondId = await givenDueBond(team, { principal: 300_00n })
    const { bondId: posted } = await givenPostedBond(team)
    const elsewhere = await givenDueBond(await givenTeam())
    const remittanceId = await givenRemittance(team.intake, { total: 300_00n })
    const tries = (id: string, came: Parameters<typeof place>[3]) =>
      refusalOf(place(team.intake, remittanceId, id, came))
    expect(await tries(posted, { received: 1n })).toMatchObject({ code: 'bond_is_not_due' })
    expect(await tries(elsewhere, { received: 1n })).toMatchObject({ code: 'bond_unknown' })
    const lost = await givenForfeitedBond(team, { principal: 200_00n })
    expect(await tries(lost, { received: 200_01n })).toMatchObject({
      ...{ code: 'recovery_stays_within_the_loss', params: { left: 200_00n } },
    })
    expect(await tries(lost, {})).toMatchObject({ code: 'recovery_brings_something' })
    expect(
      await tries(lost, { received: 1n, deductions: [{ reason: 'fines', amount: cents(1n) }] }),
    ).toMatchObject({ code: 'recovery_line_keeps_nothing_back' })
    expect(await tries(bondId, { received: 300_01n })).toEqual({
      code: 'return_exceeds_due',
      params: { due: 300_00n, entered: 300_01n },
    })
    expect(await tries(bondId, {})).toMatchObject({ code: 'return_is_empty' })
    expect(await tries(bondId, { interest: 1n })).toMatchObject({
      code: 'interest_only_on_immigration_bonds',
    })
    const lineId = await place(team.intake, remittanceId, bondId, { received: 300_00n })
    expect(await tries(bondId, { received: 1n })).toMatchObject({ code: 'remittance_names_a_bond_once' })
    await removeRemittanceLine({ staff: team.approver, remittanceId, lineId })
    expect(
      await refusalOf(removeRemittanceLine({ staff: team.approver, remittanceId, lineId })),
    ).toMatchObject({ code: 'remittance_line_unknown' })
    const stranger = (await givenTeam()).approver
    expect(await refusalOf(closeRemittance({ staff: stranger, remittanceId }))).toMatchObject({
      code: 'remittance_unknown',
    })
  })

  test('a number is used once, until it is withdrawn; a day ahead, nothing and no fund are refused', async () => {
    const first = await givenRemittance(team.intake, { total: 1n, reference: 'Check 1' })
    expect(await brokenRule(givenRemittance(team.intake, { total: 1n, reference: 'check 1' }))).toBe(
      'remittance_reference_is_used_once',
    )
    await withdrawRemittance({ staff: team.intake, remittanceId: first })
    await givenRemittance(team.intake, { total: 1n, reference: 'Check 1' })
    expect(await refusalOf(withdrawRemittance({ staff: team.intake, remittanceId: first }))).toMatchObject({
      code: 'remittance_is_withdrawn',
    })
    const facts = { payer: 'court', payerName: '', reference: 'X', total: cents(1n) } as const
    const open = (remittance: { receivedOn: string; fundIds: string[]; total?: typeof facts.total }) =>
      refusalOf(openRemittance({ staff: team.intake, remittance: { ...facts, ...remittance } }))
    expect(await open({ receivedOn: '2999-01-01', fundIds: [team.fundId] })).toMatchObject({
      code: 'remittance_was_received',
    })
    expect(await open({ receivedOn: today(), fundIds: [] })).toMatchObject({
      code: 'remittance_names_its_funds',
    })
    expect(await open({ receivedOn: today(), fundIds: [team.fundId], total: cents(0n) })).toMatchObject({
      code: 'remittance_brings_something',
    })
    expect(await open({ receivedOn: today(), fundIds: [(await givenTeam()).fundId] })).toMatchObject({
      code: 'role_may_not',
    })
  })

  test('DHS pays interest with it, and the interest counts', async () => {
    const bondId = await givenDueBond(team, { kind: 'immigration_bond' })
    const remittanceId = await givenRemittance(team.intake, { total: 2_600_00n, payer: 'dhs' })
    await place(team.intake, remittanceId, bondId, { received: 2_500_00n, interest: 100_00n })
    await closeRemittance({ staff: team.approver, remittanceId })
    expect(await stateOf(bondId)).toBe('closed')
    expect(await brokenBooks()).toEqual([])
  })
})

describe('a shared bond', () => {
  test('is one line, and comes back to every fund; who does not see every fund does not see the payment', async () => {
    const alliance = await givenAlliance()
    const { bondIds } = await givenSharedBond(alliance)
    const [bondId] = bondIds
    await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: alliance.intake, bondId, knownFrom: 'court_docket' })
    const remittanceId = await givenRemittance(alliance.intake, { total: 5_000_00n })
    await place(alliance.intake, remittanceId, bondIds[1] ?? '', { received: 5_000_00n })
    expect(await refusalOf(place(alliance.intake, remittanceId, bondId, { received: 1n }))).toMatchObject({
      code: 'remittance_names_a_bond_once',
    })
    const one = await givenActor(alliance.fundIds[0], ['treasurer'])
    const reader = { ...one, language: 'en', roles: [] }
    expect(await remittancePage({ remittanceId, staff: reader })).toBeNull()
    const narrow = await givenRemittance(await givenActorIn([alliance.fundIds[0]], ['intake']), { total: 1n })
    expect(await refusalOf(place(alliance.intake, narrow, bondId, { received: 1n }))).toMatchObject({
      code: 'remittance_line_is_of_its_funds',
    })
    const payer = { ...alliance.intake, language: 'en', roles: [] }
    expect(await remittancePage({ remittanceId, staff: payer })).toMatchObject({ paidOne: true })
    await closeRemittance({ staff: alliance.approver, remittanceId })
    expect(await Promise.all(bondIds.map(stateOf))).toEqual(['closed', 'closed'])
    expect(await brokenBooks()).toEqual([])
  })
})

describe('a pasted list', () => {
  test('is read row by row', () => {
    const { rows, wrong } = readPasted(
      'ABCD-2345 1,200.00\n\nR 77\t$30.50\nR-12, 1,200.00\nnothing\nX-1 1,2\nX-2 0',
    )
    expect(rows.map(({ row, bond, amount }) => [row, bond, amount])).toEqual([
      [1, 'ABCD-2345', 1_200_00n],
      [3, 'R 77', 30_50n],
      [4, 'R-12', 1_200_00n],
    ])
    expect(wrong.map(({ row, code }) => [row, code])).toEqual([
      [5, 'remittance_row_unreadable'],
      [6, 'amount_ambiguous'],
      [7, 'return_is_empty'],
    ])
    expect(readPasted(Array.from({ length: 201 }, () => 'A 1').join('\n')).wrong).toMatchObject([
      { row: 201, code: 'remittance_has_too_many_rows' },
    ])
  })

  test('is stored whole or not at all, and each wrong row is named', async () => {
    const one = await receiptOf(await givenDueBond(team))
    const two = await receiptOf(await givenDueBond(team))
    const remittanceId = await givenRemittance(team.intake, { total: 2_000_00n })
    const paste = (text: string) => pasteRemittanceLines({ staff: team.intake, remittanceId, text })
    const error = await paste(`${one} 1,000\nnobody 5\n${one} 10\n${two} 9,999\n???`).catch((found) => found)
    expect(error).toBeInstanceOf(WrongRows)
    expect(error.rows).toMatchObject([
      { row: 2, code: 'bond_unknown' },
      { row: 3, code: 'remittance_names_a_bond_once' },
      { row: 4, code: 'return_exceeds_due' },
      { row: 5, code: 'remittance_row_unreadable' },
    ])
    expect(await inTransaction(system, (tx) => tx.remittanceLine.count({ where: { remittanceId } }))).toBe(0)
    expect(await refusalOf(paste(' \n'))).toMatchObject({ code: 'remittance_rows_missing' })
    expect(await paste(`${one} 1,000\r\n${two} 1,000`)).toEqual({ entered: 2 })
  })
})
