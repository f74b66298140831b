import { beforeEach, describe, expect, test } from 'vitest'
import { disputeMove } from '#app/domain/cash/dispute-move.server.ts'
import { disputeReturn } from '#app/domain/cash/dispute-return.server.ts'
import { advancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { boxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { movedWithinADay } from '#app/domain/cash/reads/moved-within-a-day.server.ts'
import { myCash } from '#app/domain/cash/reads/my-cash.server.ts'
import { signOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { signReturn } from '#app/domain/cash/sign-return.server.ts'
import { waitingForCash } from '#app/domain/cash/waiting.server.ts'
import { withdrawAdvance } from '#app/domain/cash/withdraw-advance.server.ts'
import { withdrawMove } from '#app/domain/cash/withdraw-move.server.ts'
import { withdrawReturn } from '#app/domain/cash/withdraw-return.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  back,
  countBack,
  givenAdvance,
  givenApproved,
  payFrom,
  signBack,
  signOut,
} from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { enterMove, move, signMoveBy } from '#tests/support/given-move.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code
const leave = (staff: ActingStaff) =>
  inTransaction(system, (tx) => tx.staffRole.deleteMany({ where: { staffId: staff.id } }))
const waitingFor = (staff: ActingStaff, ...roles: Role[]) =>
  inTransaction(system, async (tx) => {
    const found = await waitingForCash(tx, { staff, personIn: () => ({ id: staff.id, roles }) })
    return found.map(({ act, amountCents }) => [act, amountCents])
  })

describe('cash that one person counted back', () => {
  let advanceId: string
  beforeEach(async () => {
    advanceId = await givenAdvance(team, { amount: 100_00n })
  })
  const dispute = (staff: ActingStaff, returnId: string) =>
    disputeReturn({ staff, advanceId, returnId, words: 'I counted ninety, and was called away.' })
  const withdraw = (staff: ActingStaff, returnId: string) => withdrawReturn({ staff, advanceId, returnId })

  test('is not back before the other has signed: nothing is booked, and its poster answers for it', async () => {
    const returnId = await countBack(team, advanceId, 60_00n, 'cash_box')
    expect(await balances()).toMatchObject({ advance: 100_00n, bank: 19_900_00n })
    const mine = () => myCash({ staffId: team.intake.id, language: 'en' })
    expect(await mine()).toMatchObject([
      { broughtBackCents: 0n, unsignedCents: 60_00n, leftCents: 100_00n, due: { isBackLate: false } },
    ])
    await asOfTime(new Date(Date.now() + 9 * 86_400_000), async () => {
      expect(await mine()).toMatchObject([{ due: { isBackLate: true } }])
      expect(await refusalOf(signOut(team, { amount: 1n }))).toMatchObject({
        code: 'overdue_advance_comes_back_first',
        params: { left: 100_00n },
      })
    })
    expect(await brokenBooks()).toEqual([])

    expect(await signBack(team.approver, advanceId, returnId)).toEqual({ left: 40_00n })
    expect(await balances()).toMatchObject({ advance: 40_00n, cash_box: 60_00n })
    expect(await mine()).toMatchObject([{ broughtBackCents: 60_00n, unsignedCents: 0n, leftCents: 40_00n }])
    expect(await brokenBooks()).toEqual([])
  })

  test('is signed by whoever was named and by nobody in their place, once, with a proof for this very count', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    const returnId = await countBack(team, advanceId, 100_00n)
    const stranger = await givenTeam()
    for (const other of [team.treasurer, administrator])
      expect(await codeOf(signBack(other, advanceId, returnId))).toBe('cash_is_signed_by_its_witness')
    expect(await codeOf(signBack(team.intake, advanceId, returnId))).toBe('role_may_not')
    expect(await codeOf(signBack(stranger.approver, advanceId, returnId))).toBe('advance_unknown')
    expect(await codeOf(dispute(administrator, returnId))).toBe('cash_is_signed_by_its_witness')
    const elsewhere = await givenAdvance(team, { amount: 1_00n })
    expect(await codeOf(signBack(team.approver, elsewhere, returnId))).toBe('return_unknown')
    const stepUpId = await givenStepUp(team.approver.id, 'sign-return:another')
    expect(await codeOf(signReturn({ staff: team.approver, advanceId, returnId, stepUpId }))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await fifty(() => signBack(team.approver, advanceId, returnId))).toBe(1)
    expect(await codeOf(dispute(team.approver, returnId))).toBe('return_is_answered_once')
    expect(await codeOf(withdraw(team.treasurer, returnId))).toBe('return_is_answered_once')
    expect(await brokenBooks()).toEqual([])
  })

  test('can be disputed in words: it stays out, and is counted anew', async () => {
    const returnId = await countBack(team, advanceId, 100_00n)
    await dispute(team.approver, returnId)
    expect(await balances()).toMatchObject({ advance: 100_00n })
    expect(await codeOf(signBack(team.approver, advanceId, returnId))).toBe('return_is_answered_once')
    expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([['count_advance_back', 100_00n]])
    expect(await back(team, advanceId, 90_00n)).toEqual({ left: 10_00n })
    expect(await brokenBooks()).toEqual([])
  })

  test('is taken back by whoever entered it; by others only where nobody can sign it any longer', async () => {
    const administrator = await givenActor(team.fundId, ['administrator'])
    const wrong = await countBack(team, advanceId, 50_00n)
    for (const other of [team.approver, administrator])
      expect(await codeOf(withdraw(other, wrong))).toBe('unsigned_cash_is_withdrawn_by_its_writer')
    await withdraw(team.treasurer, wrong)

    const leaving = await givenActor(team.fundId, ['approver'])
    const stuck = await countBack({ ...team, approver: leaving }, advanceId, 100_00n)
    await leave(leaving)
    expect(await waitingFor(administrator, 'administrator')).toEqual([['withdraw_return', 100_00n]])
    expect(await codeOf(signBack(leaving, advanceId, stuck))).toBe('role_may_not')
    await withdraw(administrator, stuck)
    expect(await back(team, advanceId, 100_00n)).toEqual({ left: 0n })
    expect(await brokenBooks()).toEqual([])
  })

  test('is not counted back twice, and not signed where receipts came in for it since', async () => {
    const disbursementId = await givenApproved(team, { principal: 70_00n })
    const first = await countBack(team, advanceId, 60_00n)
    expect(await refusalOf(countBack(team, advanceId, 40_01n))).toEqual({
      code: 'return_stays_within_its_advance',
      params: { left: 40_00n },
    })
    await countBack(team, advanceId, 40_00n)
    expect(await codeOf(countBack(team, advanceId, 1n))).toBe('counted_cash_waits_to_be_signed')
    await payFrom(team.intake, advanceId, disbursementId, { principal: 70_00n })
    expect(await refusalOf(signBack(team.approver, advanceId, first))).toEqual({
      code: 'return_stays_within_its_advance',
      params: { left: 30_00n },
    })
    await withdraw(team.treasurer, first)
    expect(await brokenBooks()).toEqual([])
  })

  test('waits for whoever was named, and keeps what it was for until they have signed', async () => {
    const disbursementId = await givenApproved(team, { principal: 80_00n })
    const meant = await givenAdvance(team, { amount: 80_00n, for: [disbursementId] })
    const returnId = await countBack(team, meant, 80_00n)
    const stepsOf = () =>
      inTransaction(system, (tx) =>
        tx.bondPreparationStep.findMany({
          where: { disbursementId },
          orderBy: { id: 'asc' },
          select: { toState: true },
        }),
      )
    expect(await stepsOf()).toEqual([{ toState: 'cash_out' }])
    expect(await waitingFor(team.approver, 'approver')).toEqual([
      ['count_advance_back', 100_00n],
      ['sign_return', 80_00n],
    ])
    expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([['count_advance_back', 100_00n]])
    await signBack(team.approver, meant, returnId)
    expect(await stepsOf()).toEqual([{ toState: 'cash_out' }, { toState: 'returned_unposted' }])
    expect(await waitingFor(team.approver, 'approver')).toEqual([['count_advance_back', 100_00n]])
  })

  test('counts towards large cash where it went into the bank, until it is disputed', async () => {
    const before = (await moved()).bank
    await countBack(team, advanceId, 40_00n, 'cash_box')
    const returnId = await countBack(team, advanceId, 60_00n)
    expect((await moved()).bank).toBe(before + 60_00n)
    await dispute(team.approver, returnId)
    expect((await moved()).bank).toBe(before)
  })

  test('is signed or taken back, fifty at once', async () => {
    const returnId = await countBack(team, advanceId, 100_00n)
    const answered = await fifty((number) =>
      number % 2 ? signBack(team.approver, advanceId, returnId) : withdraw(team.treasurer, returnId),
    )
    expect(answered).toBe(1)
    expect(await brokenBooks()).toEqual([])
  })
})

const moved = () => inTransaction(system, (tx) => movedWithinADay(tx, new Date()))

test('what a poster draws and what goes from the bank into the box on one day are one sum at the bank, either way round', async () => {
  const staff = {
    ...{ ...team.approver, language: 'en' },
    roles: [{ fundId: team.fundId, role: 'approver' as const }],
  }
  const drawn = () => signOutChoices({ staff, disbursementId: null })
  const largeOf = async (advanceId: string) => (await advancePage({ advanceId, staff }))?.largeCents
  const first = await signOut(team, { amount: 6_000_00n })
  expect(await largeOf(first)).toBeNull()
  expect(await boxPage({ fundId: team.fundId, staff })).toMatchObject({
    movedWithinADay: { bank: 0n, cash_box: 6_000_00n },
  })
  await enterMove(team, 'cash_box', 6_000_00n)
  expect(await largeOf(first)).toBe(12_000_00n)
  expect(await drawn()).toMatchObject({ chosen: null, drawnCents: 12_000_00n })

  await withdrawAdvance({ staff: team.treasurer, advanceId: first })
  await move(team, 'cash_box', 100_00n)
  expect(await largeOf(await signOut(team, { amount: 100_00n, source: 'cash_box' }))).toBeNull()
  expect(await drawn()).toMatchObject({ drawnCents: 6_100_00n })
})

describe('cash that one person moved', () => {
  test('is where it was before the other has signed, once, and nobody signs in their place', async () => {
    const moveId = await enterMove(team, 'cash_box', 500_00n)
    expect(await balances()).toMatchObject({ bank: 20_000_00n })
    expect(await waitingFor(team.approver, 'approver')).toEqual([['sign_move', 500_00n]])
    expect(await waitingFor(team.treasurer, 'treasurer')).toEqual([])
    const stranger = await givenTeam()
    expect(await codeOf(signMoveBy(team.treasurer, moveId))).toBe('cash_is_signed_by_its_witness')
    expect(await codeOf(signMoveBy(team.intake, moveId))).toBe('role_may_not')
    expect(await codeOf(signMoveBy(stranger.approver, moveId))).toBe('move_unknown')
    expect(await fifty(() => signMoveBy(team.approver, moveId))).toBe(1)
    expect(await balances()).toMatchObject({ bank: 19_500_00n, cash_box: 500_00n })
    expect(await codeOf(withdrawMove({ staff: team.treasurer, moveId }))).toBe('move_is_answered_once')
    expect(await brokenBooks()).toEqual([])
  })

  test('is disputed or taken back without a cent in the books, and counts no longer towards large cash', async () => {
    const before = (await moved()).cash_box
    const words = 'The bag was sealed; I counted nothing.'
    const disputed = await enterMove(team, 'cash_box', 300_00n)
    const withdrawn = await enterMove(team, 'cash_box', 200_00n)
    expect((await moved()).cash_box).toBe(before + 500_00n)
    expect(await codeOf(disputeMove({ staff: team.treasurer, moveId: disputed, words }))).toBe(
      'cash_is_signed_by_its_witness',
    )
    await disputeMove({ staff: team.approver, moveId: disputed, words })
    expect(await codeOf(withdrawMove({ staff: team.approver, moveId: withdrawn }))).toBe(
      'unsigned_cash_is_withdrawn_by_its_writer',
    )
    await withdrawMove({ staff: team.treasurer, moveId: withdrawn })
    expect((await moved()).cash_box).toBe(before)
    expect(await balances()).toMatchObject({ bank: 20_000_00n })
    expect(await brokenBooks()).toEqual([])
  })

  test('is not signed where there is less by now, and taken back by others where nobody can sign it', async () => {
    await move(team, 'cash_box', 100_00n)
    const [first, second] = [await enterMove(team, 'bank', 80_00n), await enterMove(team, 'bank', 30_00n)]
    await signMoveBy(team.approver, first)
    expect(await refusalOf(signMoveBy(team.approver, second))).toEqual({
      code: 'cash_place_holds_less',
      params: { there: 20_00n },
    })
    const leaving = await givenActor(team.fundId, ['approver'])
    const stuck = await enterMove(team, 'bank', 5_00n, leaving)
    await leave(leaving)
    const administrator = await givenActor(team.fundId, ['administrator'])
    expect(await waitingFor(administrator, 'administrator')).toEqual([['withdraw_move', 5_00n]])
    await withdrawMove({ staff: administrator, moveId: stuck })
    expect(await brokenBooks()).toEqual([])
  })
})
