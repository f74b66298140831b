import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { advancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { signOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { myPosting } from '#app/domain/postings/my-posting.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  back,
  confirmBy,
  givenAdvance,
  givenApproved,
  payFrom,
  signOut,
} from '#tests/support/given-advance.ts'
import { caseOf, givenHeldPart, payWith } from '#tests/support/given-copay.ts'
import { givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { assign, givenPoster, identify } from '#tests/support/given-posting.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let bond: string
let agreementId: string
beforeEach(async () => {
  // All that the fund has is set aside for this bond: nothing else is free.
  team = await givenTeam({ bank: 4_000_00n })
  bond = await givenApproved(team, { principal: 4_000_00n })
  agreementId = await givenHeldPart(team, { caseCode: await caseOf(bond), amount: 1_000_00n })
})

const free = () => inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, team.fundId))

const payBack = (amount: bigint) => proposePayout({ staff: team.intake, agreementId, amount: cents(amount) })

describe('cash for a bond that a family shares', () => {
  test('is the fund’s part and the family’s, and takes nothing of what is free', async () => {
    expect(await free()).toBe(0n)
    await givenAdvance(team, { amount: 5_000_00n, for: [bond] })
    expect(await free()).toBe(0n)
    expect(await brokenBooks()).toEqual([])
  })

  test('posted whole, stands in the history with the family’s part: all that left the advance', async () => {
    const advanceId = await givenAdvance(team, { amount: 5_000_00n, for: [bond] })
    await payWith(team.intake, bond, {
      ...{ principal: 4_000_00n, from: { advanceId } },
      family: { agreementId, amount: cents(1_000_00n) },
    })
    const roles = [{ fundId: team.fundId, role: 'approver' as const }]
    const page = await advancePage({ advanceId, staff: { ...team.treasurer, roles, language: 'en' } })
    expect(page).toMatchObject({ leftCents: 0n, payments: [{ cents: 5_000_00n }] })
  })

  test('takes of a family no more than is held for it', async () => {
    const advanceId = await signOut(team, { amount: 5_000_00n, for: [bond] })
    await payBack(200_00n)
    expect(await refusalOf(confirmBy(team.approver, advanceId))).toMatchObject({
      code: 'family_part_stays_within_what_is_held',
      params: { held: 800_00n },
    })
  })

  test('never takes what is held for another family', async () => {
    await givenHeldPart(team, { caseCode: await caseOf(await givenProposal(team)), amount: 300_00n })
    expect(await refusalOf(signOut(team, { amount: 5_200_00n, for: [bond] }))).toMatchObject({
      code: 'advance_leaves_the_trust_whole',
      params: { there: 5_000_00n },
    })
  })

  test('is promised to nobody else while it is out, and is theirs again when it is counted back', async () => {
    const advanceId = await givenAdvance(team, { amount: 5_000_00n, for: [bond] })
    expect(await refusalOf(payBack(1n))).toMatchObject({ params: { held: 0n } })
    await recordAttempt({
      ...{ staff: team.intake, advanceId, disbursementId: bond, reason: 'office_closed' },
    })
    const fromBank = payWith(team.intake, bond, {
      principal: 4_000_00n,
      family: { agreementId, amount: cents(1_000_00n) },
    })
    expect(await refusalOf(fromBank)).toMatchObject({ code: 'family_part_exceeds_what_is_held' })
    await back(team, advanceId, 5_000_00n)
    await payBack(1_000_00n)
    expect(await brokenBooks()).toEqual([])
  })
})

describe('what is handed over together', () => {
  const own = 9_500_00n
  const family = 500_00n
  const largeBond = async () => {
    const large = await givenTeam({ bank: 30_000_00n })
    const caseCode = newCaseCode()
    const id = await givenApproved(large, { principal: own, caseCode })
    await givenHeldPart(large, { caseCode, amount: family })
    return { large, id, caseCode }
  }

  test('is warned of from $10,000 on with the family’s part, before it is signed out and before it is paid', async () => {
    const { large, id } = await largeBond()
    const roles = [{ fundId: large.fundId, role: 'approver' as const }]
    const staff = { ...large.treasurer, roles, language: 'en' }
    const { chosen } = await signOutChoices({ staff, disbursementId: id })
    expect(chosen).toMatchObject({ totalCents: own, familyCents: family, largeCents: own + family })
    const page = async () => (await disbursementPage({ disbursementId: id, staff }))?.largeCents
    expect(await page()).toBe(own + family)

    const advanceId = await givenAdvance(large, { amount: own + family, for: [id] })
    expect(await page()).toBe(own + family)
    expect(await advancePage({ advanceId, staff })).toMatchObject({
      ...{ familyCents: family, largeCents: own + family },
    })
  })

  test('counts what another bond of the same person took within the day', async () => {
    const { large, id, caseCode } = await largeBond()
    await identify(large, id)
    const known = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personCase.findUniqueOrThrow({ where: { caseCode } }),
    )
    const other = await givenApproved(large, { principal: 1_000_00n })
    await inTransaction({ scope: { kind: 'system' } }, async (tx) =>
      tx.personCase.create({ data: { caseCode: await caseOf(other), personId: known.personId } }),
    )
    await payFrom(large.intake, await givenAdvance(large, { amount: 1_000_00n, for: [other] }), other, {
      principal: 1_000_00n,
    })
    const roles = [{ fundId: large.fundId, role: 'approver' as const }]
    const page = await disbursementPage({
      disbursementId: id,
      staff: { ...large.treasurer, roles, language: 'en' },
    })
    expect(page?.largeCents).toBe(own + family + 1_000_00n)
  })

  test('stands on the slip and on the poster’s page', async () => {
    const { large, id } = await largeBond()
    const poster = await givenPoster(large.fundId)
    await assign(large, id, poster)
    await identify(large, id)
    const shown = { principalCeiling: own, familyHeld: family }
    expect(await openSlip({ staff: poster, disbursementId: id, language: 'en' })).toMatchObject(shown)
    expect(await myPosting({ staffId: poster.id, disbursementId: id, language: 'en' })).toMatchObject({
      ...shown,
      largeCents: own + family,
    })
  })
})

describe('by hand', () => {
  const cover = (advanceId: string, cents: bigint, paper = agreementId): Statement => [
    'insert into advance_cover (advance_id, disbursement_id, agreement_id, family_cents) values ($1, $2, $3, $4)',
    [advanceId, bond, paper, cents],
  ]
  const confirmation = async (advanceId: string): Promise<Statement> => [
    `insert into advance_confirmation (advance_id, confirmed_by, step_up_id, float_cents, free_to_commit_seen_cents,
                                       due_back_at, receipts_due_at, occurred_at)
       values ($1, $2, $3, 0, 999999999999, now() + interval '1 day', now() + interval '2 days', now())`,
    [advanceId, team.approver.id, await givenStepUp(team.approver.id, `confirm-advance:${advanceId}`)],
  ]
  const brokenBy = (...statements: Statement[]) =>
    brokenRule(namingViolations(() => run(world.ownerUrl, statements)))

  test('a family’s cash is of its case, within what is held, and leaves the others’', async () => {
    const other = await givenHeldPart(team, {
      caseCode: await caseOf(await givenProposal(team)),
      amount: 300_00n,
    })
    const advanceId = randomUUID()
    await run(world.ownerUrl, [
      [
        `insert into advance (id, fund_id, poster_id, source, amount_cents, signed_out_by, occurred_at)
           values ($1, $2, $3, 'bank', 500000, $4, now())`,
        [advanceId, team.fundId, team.intake.id, team.treasurer.id],
      ],
    ])
    expect(await brokenBy(cover(advanceId, 1n, other))).toBe('family_part_is_of_its_case')
    const tooMuch = [cover(advanceId, 1_000_01n), await confirmation(advanceId)]
    expect(await brokenBy(...tooMuch)).toBe('family_part_stays_within_what_is_held')
    const ofOthers = [cover(advanceId, 999_99n), await confirmation(advanceId)]
    expect(await brokenBy(...ofOthers)).toBe('advance_leaves_the_trust_whole')
  })
})
