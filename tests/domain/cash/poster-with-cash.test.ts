import { describe, expect, test } from 'vitest'
import { myCash } from '#app/domain/cash/reads/my-cash.server.ts'
import { recordOwnAttempt } from '#app/domain/cash/record-own-attempt.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { postAssignedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { back, givenAdvance, givenApproved, signOut } from '#tests/support/given-advance.ts'
import { givenTeam, hashOf } from '#tests/support/given-disbursement.ts'
import { givenAssignedBond, givenPoster } from '#tests/support/given-posting.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('someone who only posts takes cash from two others, pays with it, and what is left is counted back', async () => {
  const team = await givenTeam()
  const poster = await givenPoster(team.fundId)
  const disbursementId = await givenAssignedBond(team, poster)
  const advanceId = await givenAdvance(team, { poster, amount: 2_540_00n, for: [disbursementId] })
  const page = await myPosting({ staffId: poster.id, disbursementId, language: 'en' })
  expect(page?.advances).toMatchObject([{ id: advanceId, isMine: true }])

  const contentHash = await hashOf(disbursementId)
  await postAssignedBond({
    ...{ staff: poster, disbursementId, contentHash, from: { advanceId } },
    stepUpId: await givenStepUp(poster.id, boundTo.pay({ id: disbursementId, contentHash })),
    ...{ principal: cents(2_400_00n), fees: cents(35_00n), payee: 'Larkspur County Clerk' },
    ...{ method: 'cash', receiptNumber: 'R-81' },
  })
  await back(team, advanceId, 105_00n)
  const balances = await inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, team.fundId))
  expect(balances).toMatchObject({
    bank: 17_565_00n,
    advance: 0n,
    bond_deposit: 2_400_00n,
    bond_fees: 35_00n,
  })
})

describe('what someone who only posts carries', () => {
  test('is theirs alone to see: a float, cash for a bond that nobody was given, what waits, and what is late', async () => {
    const team = await givenTeam()
    const poster = await givenPoster(team.fundId)
    const another = await givenPoster(team.fundId, 'Omar Example')
    const mine = (staffId = poster.id) => myCash({ staffId, language: 'en' })
    expect(await mine()).toEqual([])

    await givenAdvance(team, { poster, amount: 80_00n })
    expect(await mine()).toMatchObject([
      { amountCents: 80_00n, spentCents: 0n, broughtBackCents: 0n, leftCents: 80_00n, covers: [] },
    ])
    expect(await mine(another.id)).toEqual([])
    // An office may see all of a fund's cash, but carries none.
    expect(await mine(team.approver.id)).toEqual([])

    const disbursementId = await givenApproved(team)
    const waiting = await signOut(team, { poster, amount: 90_00n, for: [disbursementId] })
    expect((await mine()).find(({ id }) => id === waiting)).toMatchObject({
      ...{ waits: true, due: null, leftCents: 90_00n },
      covers: [{ disbursementId, isTheirs: false }],
    })
    const nextMonth = new Date(Date.now() + 30 * 86_400_000)
    expect(await asOfTime(nextMonth, mine)).toMatchObject([
      { due: { isBackLate: true, areReceiptsLate: true } },
      { due: null },
    ])
  })

  test('cannot be told of by another, nor for what it was not meant', async () => {
    const team = await givenTeam()
    const poster = await givenPoster(team.fundId)
    const another = await givenPoster(team.fundId, 'Omar Example')
    const disbursementId = await givenAssignedBond(team, poster)
    const advanceId = await givenAdvance(team, { poster, amount: 2_540_00n, for: [disbursementId] })
    const tell = async (staff = poster, of = disbursementId) =>
      (await refusalOf(recordOwnAttempt({ staff, advanceId, disbursementId: of, reason: 'office_closed' })))
        .code
    expect(await tell(another)).toBe('advance_unknown')
    expect(await tell(team.treasurer)).toBe('advance_unknown')
    expect(await tell(poster, await givenApproved(team))).toBe('attempt_is_of_what_was_covered')
    await recordOwnAttempt({ staff: poster, advanceId, disbursementId, reason: 'office_closed' })
    expect(await tell()).toBe('attempt_is_of_what_was_covered')
  })
})
