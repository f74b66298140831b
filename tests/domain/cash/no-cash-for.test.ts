import { beforeEach, describe, expect, test } from 'vitest'
import { signOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { disbursementPage, type Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { confirmBy, givenAdvance, signOut } from '#tests/support/given-advance.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenPrepared, prepare, waysTo } from '#tests/support/given-preparation.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 50_000_00n })
})

const codeOf = async (act: Promise<unknown>) => (await refusalOf(act)).code
const signOutFor = (disbursementId: string) => signOut(team, { for: [disbursementId] })

const readerOf = async (staff: ActingStaff): Promise<Reader> => {
  const held = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffRole.findMany({ where: { staffId: staff.id }, select: { fundId: true, role: true } }),
  )
  return { ...staff, roles: held as Reader['roles'], language: 'en' }
}

/** Whether a treasurer is offered to sign cash out for it: on the form, and on its own page. */
async function offered(staff: ActingStaff, disbursementId: string) {
  const reader = await readerOf(staff)
  const { funds, chosen } = await signOutChoices({ staff: reader, disbursementId })
  const page = await disbursementPage({ disbursementId, staff: reader })
  const listed = funds.some(({ disbursements }) => disbursements.some(({ id }) => id === disbursementId))
  return [listed, chosen !== null, page?.maySignOut]
}

/** By hand, as the role that the app runs as: covered, and confirmed. */
const cover = (advanceId: string, disbursementId: string): Statement => [
  'insert into advance_cover (advance_id, disbursement_id) values ($1, $2)',
  [advanceId, disbursementId],
]
const brokenBy = (...statements: Statement[]) =>
  brokenRule(namingViolations(() => run(world.appUrl, statements)))

describe('an immigration bond', () => {
  test('takes cash where its preparation lets it be posted, and none where it does not', async () => {
    const expected: Record<string, string | null> = {
      ...{ drafted: null, verified: null, contract_signed: null, returned_unposted: null },
      ...{
        verification_sent: 'preparation_does_not_allow_posting',
        refused: 'preparation_does_not_allow_posting',
      },
      ...{
        stayed: 'preparation_does_not_allow_posting',
        amount_changed: 'preparation_does_not_allow_posting',
      },
      ...{ wire_returned: 'preparation_does_not_allow_posting', wire_sent: 'money_is_under_way' },
    }
    const advanceId = await signOut(team, { amount: 1n })
    for (const [state, steps] of Object.entries(waysTo.immigration_bond)) {
      const id = await givenPrepared(team, steps, { principal: 100_00n })
      const rule = expected[state]
      const isOffered = rule === null
      expect([state, await offered(team.treasurer, id)]).toEqual([state, [isOffered, isOffered, isOffered]])
      if (rule === null) continue
      expect([state, await codeOf(signOutFor(id))]).toEqual([state, rule])
      expect([state, await brokenBy(cover(advanceId, id))]).toEqual([state, rule])
    }
  })

  test('whose preparation is complete is signed out, confirmed and out', async () => {
    const id = await givenPrepared(team, waysTo.immigration_bond.contract_signed)
    await givenAdvance(team, { for: [id] })
    expect(await offered(team.treasurer, id)).toEqual([false, false, false])
    expect(await brokenBooks()).toEqual([])
  })

  test('that ICE stayed after the first signature gets no second one', async () => {
    const id = await givenPrepared(team, waysTo.immigration_bond.verified)
    const advanceId = await signOutFor(id)
    await prepare(team.intake, id, 'contract_signed')
    await prepare(team.intake, id, 'wire_sent')
    expect(await codeOf(confirmBy(team.approver, advanceId))).toBe('money_is_under_way')
    await prepare(team.intake, id, 'wire_returned')
    expect(await codeOf(confirmBy(team.approver, advanceId))).toBe('preparation_does_not_allow_posting')
    const stepUpId = await givenStepUp(team.approver.id, `confirm-advance:${advanceId}`)
    expect(
      await brokenBy([
        `insert into advance_confirmation (advance_id, confirmed_by, step_up_id, float_cents, free_to_commit_seen_cents,
                                           due_back_at, receipts_due_at, occurred_at)
           values ($1, $2, $3, 0, 0, now() + interval '1 day', now() + interval '2 days', now())`,
        [advanceId, team.approver.id, stepUpId],
      ]),
    ).toBe('preparation_does_not_allow_posting')
  })
})
