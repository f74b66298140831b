import { beforeEach, expect, test } from 'vitest'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { confirmBy, givenApproved, signOut } from '#tests/support/given-advance.ts'
import { approveBy, givenProposal, givenTeam, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { freeOf } from '#tests/support/given-envelope.ts'
import { assign, givenApprovedBond, givenPoster, postBy } from '#tests/support/given-posting.ts'
import { givenPrepared, prepare, waysTo } from '#tests/support/given-preparation.ts'
import { givenAlliance, givenSharedProposal, paySharedBy } from '#tests/support/given-shared-bond.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

/** Two weeks before a Friday noon in the organization's time zone, when what was approved then ends. */
const proposedAt = new Date('2030-02-15T18:00:00Z')
const end = new Date('2030-03-01T18:00:00Z')
const atTheWindow = new Date('2030-03-01T17:50:00Z')
const fridayEvening = new Date('2030-03-01T23:00:00Z')
const mondayMorning = new Date('2030-03-04T15:00:00Z')
const mondayNoon = new Date('2030-03-04T18:00:00Z')

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 20_000_00n })
})

const inTheMorning = <T>(work: () => Promise<T>): Promise<T> => asOfTime(mondayMorning, work)
const whenProposed = <T>(work: () => Promise<T>): Promise<T> => asOfTime(proposedAt, work)
const reader = () => ({
  ...{ id: team.intake.id, fundIds: [team.fundId], language: 'en' },
  roles: [{ fundId: team.fundId, role: 'intake' as const }],
})
const page = (disbursementId: string) => disbursementPage({ disbursementId, staff: reader() })
const stateOf = (id: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { state } = await tx.disbursement.findUniqueOrThrow({ where: { id } })
    return state
  })

test('a bond that was posted in time is entered on the next working day with its moment; its money waited for it', async () => {
  const id = await whenProposed(() => givenApproved(team))
  await asOfTime(fridayEvening, expireDisbursements)
  expect(await freeOf(team.fundId)).toBe(17_500_00n)

  await inTheMorning(async () => {
    await expireDisbursements()
    expect(await page(id)).toMatchObject({ state: 'approved', enteredUntil: mondayNoon, acts: { pay: null } })
    const acts = (await waitingForMe({ staff: reader() })).map(({ act }) => act)
    expect(acts, 'nobody is sent to pay under what has ended').not.toContain('pay')
    expect(await whyRefused(payBy(team.intake, id))).toBe('approval_had_ended')
    expect(await whyRefused(payBy(team.intake, id, { occurredAt: end }))).toBe('approval_had_ended')
    await payBy(team.intake, id, { occurredAt: atTheWindow })
  })
  const bond = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findFirstOrThrow({ where: { disbursementId: id } }),
  )
  expect(bond.postedAt).toEqual(atTheWindow)
  await asOfTime(mondayNoon, expireDisbursements)
  expect(await stateOf(id)).toBe('paid')
  expect(await brokenBooks()).toEqual([])
})

test('from noon on it is over and its money free, whatever is said; what nobody approved ends on time', async () => {
  const approved = await whenProposed(() => givenApproved(team))
  const proposed = await whenProposed(() => givenProposal(team))
  await asOfTime(end, expireDisbursements)
  expect([await stateOf(approved), await stateOf(proposed)]).toEqual(['approved', 'expired'])
  expect(await asOfTime(new Date(end.getTime() - 1), () => page(approved))).toMatchObject({
    enteredUntil: null,
  })

  await asOfTime(mondayNoon, async () => {
    await expireDisbursements()
    expect(await whyRefused(payBy(team.intake, approved, { occurredAt: atTheWindow }))).toBe(
      'disbursement_is_expired',
    )
  })
  expect(await freeOf(team.fundId)).toBe(20_000_00n)
})

test('a wire that left in time is entered with its moment, and waits for its receipt; a later one is refused', async () => {
  const id = await whenProposed(() => givenPrepared(team, waysTo.immigration_bond.verified))
  const contract = { occurredAt: new Date(atTheWindow.getTime() - 3_600_000) }
  await inTheMorning(async () => {
    expect(await whyRefused(prepare(team.intake, id, 'contract_signed'))).toBe('approval_had_ended')
    const next = (await page(id))?.preparation?.next.find(({ to }) => to === 'contract_signed')
    expect(next).toEqual({ to: 'contract_signed', why: null })
    await prepare(team.intake, id, 'contract_signed', contract)
    await prepare(team.intake, id, 'wire_sent', { occurredAt: atTheWindow })
  })
  await asOfTime(mondayNoon, expireDisbursements)
  expect(await stateOf(id)).toBe('approved')
})

test('no cash goes out under what has ended: with it out, it would not end any more', async () => {
  const id = await whenProposed(() => givenApproved(team))
  await inTheMorning(async () => {
    expect(await whyRefused(signOut(team, { for: [id] }))).toBe('approval_had_ended')
    const advanceId = await signOut(team, { for: [id], occurredAt: atTheWindow })
    await confirmBy(team.approver, advanceId)
  })
  await asOfTime(mondayNoon, expireDisbursements)
  expect(await stateOf(id)).toBe('approved')
})

test('it stands on the page of whom it was given to until noon, and can be taken from them', async () => {
  const poster = await givenPoster(team.fundId)
  const [entered, taken] = await whenProposed(async () => {
    const ids = [await givenApprovedBond(team), await givenApprovedBond(team)] as const
    for (const id of ids) await assign(team, id, poster)
    return ids
  })
  await inTheMorning(async () => {
    await expireDisbursements()
    const mine = (disbursementId: string) => myPosting({ staffId: poster.id, disbursementId, language: 'en' })
    expect(await mine(taken)).toMatchObject({ state: 'approved' })
    expect(await whyRefused(assign(team, taken, poster))).toBe('approval_comes_before_expiry')
    await withdrawAssignment({ staff: team.intake, disbursementId: taken, reason: 'not_available' })
    expect(await mine(taken)).toBeNull()
    await postBy(poster, entered, { occurredAt: atTheWindow })
  })
  expect(await stateOf(entered)).toBe('paid')
})

test('a bond that funds share is entered later as a whole', async () => {
  const alliance = await givenAlliance()
  const shared = await whenProposed(async () => {
    const made = await givenSharedProposal(alliance)
    for (const id of made.disbursementIds) await approveBy(alliance.approver, id)
    return made
  })
  const roles = alliance.fundIds.map((fundId) => ({ fundId, role: 'intake' as const }))
  const staff = { ...alliance.intake, roles, language: 'en' }
  await inTheMorning(async () => {
    await expireDisbursements()
    const { sharedBondId } = shared
    expect(await sharedBondPage({ sharedBondId, staff })).toMatchObject({ whyNotPay: null })
    const paid = { principal: 5_000_00n }
    expect(await whyRefused(paySharedBy(alliance.intake, shared, paid))).toBe('approval_had_ended')
    await paySharedBy(alliance.intake, shared, { ...paid, occurredAt: atTheWindow })
  })
})
