import { beforeEach, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { confirmBy, givenAdvance, givenApproved, payFrom, signOut } from '#tests/support/given-advance.ts'
import { givenApprovedCall } from '#tests/support/given-call.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let poster: ActingStaff
let ride: string
beforeEach(async () => {
  team = await givenTeam()
  poster = await givenPoster(team.fundId)
  ride = await givenApproved(team, { kind: 'support', principal: 50_00n })
})

const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code
const given = (id: string, to = poster, amount = 50_00n) => signOut(team, { amount, for: [id], poster: to })
const loses = (staff: ActingStaff, role: 'intake') =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffRole.deleteMany({ where: { staffId: staff.id, role } }),
  )

describe('whoever only posts bonds', () => {
  test('is given no cash for a ride or a call, which they could not pay with it', async () => {
    expect(await codeOf(given(ride))).toBe('poster_carries_cash_for_bonds')
    const { disbursementId } = await givenApprovedCall(team)
    expect(await codeOf(given(disbursementId, poster, 9_000_00n))).toBe('poster_carries_cash_for_bonds')
  })

  test('is given cash for a bond, which can be given to them to post, and a float', async () => {
    await givenAdvance(team, { amount: 2_500_00n, poster, for: [await givenApproved(team)] })
    await givenAdvance(team, { amount: 50_00n, poster })
  })

  test('gets no second signature where they posted and worked in the office at the first', async () => {
    const both = await givenActor(team.fundId, ['poster', 'intake'])
    const advanceId = await given(ride, both)
    await loses(both, 'intake')
    expect(await codeOf(confirmBy(team.approver, advanceId))).toBe('poster_carries_cash_for_bonds')
  })
})

test('who works in the office and posts as well carries a ride’s cash and pays with it', async () => {
  const both = await givenActor(team.fundId, ['poster', 'intake'])
  const advanceId = await givenAdvance(team, { amount: 50_00n, for: [ride], poster: both })
  await payFrom(both, advanceId, ride, { principal: 50_00n })
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))(
  'by hand, as %s',
  (_role, url) => {
    const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
    const cover = (advanceId: string, disbursementId: string): Statement => [
      'insert into advance_cover (advance_id, disbursement_id) values ($1, $2)',
      [advanceId, disbursementId],
    ]

    test('neither signature gives someone who only posts cash for what is no bond', async () => {
      const theirs = await signOut(team, { amount: 50_00n, poster })
      expect(await broken(cover(theirs, ride))).toBe('poster_carries_cash_for_bonds')
      await run(url, [cover(theirs, await givenApproved(team))])

      const both = await givenActor(team.fundId, ['poster', 'intake'])
      const advanceId = await given(ride, both)
      await loses(both, 'intake')
      const stepUpId = await givenStepUp(team.approver.id, `confirm-advance:${advanceId}`)
      expect(
        await broken([
          `insert into advance_confirmation (advance_id, confirmed_by, step_up_id, float_cents, free_to_commit_seen_cents,
                                             due_back_at, receipts_due_at, occurred_at)
             values ($1, $2, $3, 0, 0, now() + interval '1 day', now() + interval '2 days', now())`,
          [advanceId, team.approver.id, stepUpId],
        ]),
      ).toBe('poster_carries_cash_for_bonds')
    })
  },
)
