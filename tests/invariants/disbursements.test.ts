import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { postSql, run } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  approveBy,
  givenActor,
  givenPostedBond,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
const attackers = { app: world.appUrl, owner: world.ownerUrl }

describe.each(Object.entries(attackers))('as %s', (_role, url) => {
  let team: Team
  let id: string
  beforeEach(async () => {
    team = await givenTeam()
    id = await givenProposal(team)
  })

  const broken = (sql: string, values: unknown[] = []) =>
    brokenRule(namingViolations(() => run(url, [[sql, values]])))

  describe('approvals', () => {
    test('approver_is_not_proposer, though the proposer holds the role', async () => {
      const both = await givenActor(team.fundId, ['intake', 'approver'])
      id = await givenProposal({ ...team, intake: both })
      expect(await broken(...(await approval(id, both.id)))).toBe('approver_is_not_proposer')
    })

    test('approvers_are_distinct', async () => {
      team = await givenTeam({ fund: { approvalRules: [{ fromCents: 0n, approvalsRequired: 2 }] } })
      id = await givenProposal(team)
      await approveBy(team.approver, id)
      expect(await broken(...(await approval(id, team.approver.id)))).toBe('approvers_are_distinct')
    })

    test('approver_holds_the_role', async () => {
      const auditor = await givenActor(team.fundId, ['auditor'])
      expect(await broken(...(await approval(id, auditor.id)))).toBe('approver_holds_the_role')
    })

    test('approval_binds_the_content', async () => {
      expect(await broken(...(await approval(id, team.approver.id, { hash: 'f'.repeat(64) })))).toBe(
        'approval_binds_the_content',
      )
    })

    test('step_up_is_fresh_and_bound: a proof for paying, or a proof of five minutes ago', async () => {
      const hash = await hashOf(id)
      const forPaying = await givenStepUp(team.approver.id, `pay:${id}:${hash}`)
      expect(await broken(...(await approval(id, team.approver.id, { stepUp: forPaying })))).toBe(
        'step_up_is_fresh_and_bound',
      )
      const old = randomUUID()
      await run(world.ownerUrl, [
        [
          `insert into staff_step_up (id, staff_id, method, bound_to, made_at) values ($1, $2, 'totp', $3, now() - interval '6 minutes')`,
          [old, team.approver.id, `approve:${id}:${hash}`],
        ],
      ])
      expect(await broken(...(await approval(id, team.approver.id, { stepUp: old })))).toBe(
        'step_up_is_fresh_and_bound',
      )
    })

    test('approval_comes_before_expiry', async () => {
      const late = await approval(id, team.approver.id, { at: new Date(Date.now() + 15 * 86_400_000) })
      expect(await broken(...late)).toBe('approval_comes_before_expiry')
    })
  })

  describe('content', () => {
    beforeEach(() => approveBy(team.approver, id))

    test('approved_disbursement_is_frozen: content and ceilings', async () => {
      expect(await broken(`update disbursement set content_hash = repeat('a', 64) where id = $1`, [id])).toBe(
        'approved_disbursement_is_frozen',
      )
      expect(
        await broken(`update disbursement set expires_at = expires_at + interval '1 day' where id = $1`, [
          id,
        ]),
      ).toBe('approved_disbursement_is_frozen')
      for (const change of [
        'update disbursement_line set ceiling_cents = 1 where disbursement_id = $1',
        'delete from disbursement_line where disbursement_id = $1',
        `insert into disbursement_line values ($1, 'fees', 1)`,
      ]) {
        expect(await broken(change, [id])).toBe('approved_disbursement_is_frozen')
      }
    })

    test('proposer_stays, so that nobody can approve their own under another name', async () => {
      const fresh = await givenProposal(team)
      expect(
        await broken('update disbursement set proposed_by = $2 where id = $1', [fresh, team.treasurer.id]),
      ).toBe('proposer_stays')
    })
  })

  describe('states', () => {
    test('disbursement_moves_along_the_table', async () => {
      expect(await broken(`update disbursement set state = 'paid' where id = $1`, [id])).toBe(
        'disbursement_moves_along_the_table',
      )
    })

    test('disbursement_state_has_its_record: approved of nothing, paid of nothing', async () => {
      expect(await broken(`update disbursement set state = 'approved' where id = $1`, [id])).toBe(
        'disbursement_state_has_its_record',
      )
      await approveBy(team.approver, id)
      expect(await broken(`update disbursement set state = 'paid' where id = $1`, [id])).toBe(
        'disbursement_state_has_its_record',
      )
    })

    test('purpose_is_allowed_by_fund, purpose_is_of_its_kind', async () => {
      const fresh = await givenProposal(team, { kind: 'support' })
      expect(
        await broken(`update disbursement set purpose_code = 'legal_filing' where id = $1`, [fresh]),
      ).toBe('purpose_is_allowed_by_fund')
      expect(await broken(`update disbursement set kind = 'support' where id = $1`, [id])).toBe(
        'purpose_is_of_its_kind',
      )
    })
  })

  describe('reservations', () => {
    const reserve = (amount: bigint, seen: bigint) =>
      broken(
        `insert into reservation (disbursement_id, fund_id, amount_cents, free_to_commit_seen_cents, occurred_at)
         values ($1, $2, $3, $4, now())`,
        [id, team.fundId, amount, seen],
      )

    test('reservation_has_enough_approvals', async () => {
      expect(await reserve(2_500_00n, 20_000_00n)).toBe('reservation_has_enough_approvals')
    })

    test('fund_never_overcommitted, whatever figure the caller claims to have seen', async () => {
      id = await givenProposal(team, { principal: 30_000_00n })
      const [sql, values] = await approval(id, team.approver.id)
      await run(url, [[sql, values]])
      expect(await reserve(30_000_00n, 99_000_00n)).toBe('fund_never_overcommitted')
    })

    test('reservation_is_the_sum_of_its_lines', async () => {
      expect(await reserve(1n, 20_000_00n)).toBe('reservation_is_the_sum_of_its_lines')
    })

    test('reservation_resolves_once, reservation_resolves_in_full, reservation_resolves_by_its_cause', async () => {
      await approveBy(team.approver, id)
      const [held] = await run<{ id: string }>(url, [
        ['select id from reservation where disbursement_id = $1', [id]],
      ])
      const resolve = (kind: string, spent: bigint, released: bigint) =>
        broken(`insert into reservation_resolution values ($1, $2, $3, $4, now())`, [
          held?.id,
          kind,
          spent,
          released,
        ])

      expect(await resolve('released', 0n, 1n)).toBe('reservation_resolves_in_full')
      expect(await resolve('released', 0n, 2_500_00n)).toBe('reservation_resolves_by_its_cause')
      expect(await resolve('spent', 2_500_00n, 0n)).toBe('reservation_resolves_by_its_cause')
      expect(await broken('update reservation set held = false where id = $1', [held?.id])).toBe(
        'reservation_resolves_once',
      )
      expect(await broken('update reservation set amount_cents = 1 where id = $1', [held?.id])).toBe(
        'reservation_resolves_once',
      )
    })
  })

  describe('payments', () => {
    beforeEach(() => approveBy(team.approver, id))

    const pay = async (payer: string, principal = 2_500_00n): Promise<[string, unknown[]]> => {
      const stepUp = await givenStepUp(payer, `pay:${id}:${await hashOf(id)}`)
      return [
        `insert into disbursement_payment (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
         values ($1, $2, $3, 'cash', '\\x00', 'R-1', $4, now())`,
        [id, payer, stepUp, principal],
      ]
    }

    test('payer_is_not_approver, payer_holds_the_role, payment_stays_below_its_ceilings', async () => {
      const both = await givenActor(team.fundId, ['approver', 'treasurer'])
      const other = await givenProposal(team)
      await approveBy(both, other)
      const auditor = await givenActor(team.fundId, ['auditor'])
      expect(await broken(...(await pay(auditor.id)))).toBe('payer_holds_the_role')
      expect(await broken(...(await pay(team.intake.id, 2_500_01n)))).toBe('payment_stays_below_its_ceilings')
      id = other
      expect(await broken(...(await pay(both.id)))).toBe('payer_is_not_approver')
    })

    test('money_leaves_only_by_an_approved_payment', async () => {
      const post = postSql('bond_posted', 'bond_deposit', 'bank', 2_500_00n, team.fundId, randomUUID())
      expect(await broken(...post)).toBe('money_leaves_only_by_an_approved_payment')
    })

    test('bond_matches_its_payment: a bond of money that nobody paid', async () => {
      expect(
        await broken(
          `insert into bond (fund_id, disbursement_id, kind, case_code, principal_cents, receipt_number, state, posted_at)
           select fund_id, id, kind, case_code, 250000, 'R-1', 'posted', now() from disbursement where id = $1`,
          [id],
        ),
      ).toBe('bond_matches_its_payment')
    })
  })
})

describe('history', () => {
  test.each([
    ['approval', 'approvals_are_append_only'],
    ['disbursement_payment', 'disbursement_is_paid_once'],
    ['reservation_resolution', 'reservation_resolves_once'],
    ['disbursement_state_change', 'disbursement_states_are_append_only'],
    ['bond_state_change', 'bond_states_are_append_only'],
    ['bond_return', 'bond_states_are_append_only'],
    ['bond_loss', 'bond_states_are_append_only'],
  ])('of %s is not rewritten by the owner', async (table, rule) => {
    for (const sql of [
      `update ${table} set occurred_at = now()`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]) {
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(rule)
    }
  })

  test('a query without scope, or with the scope of another fund, sees and changes nothing', async () => {
    const team = await givenTeam()
    const { disbursementId } = await givenPostedBond(team)
    const other = await givenTeam()
    for (const scope of ['', 'public', 'donor', `staff:${other.fundId}`]) {
      for (const table of [
        'disbursement',
        'disbursement_line',
        'approval',
        'reservation',
        'disbursement_payment',
        'bond',
      ]) {
        expect(await run(world.appUrl, [[`select 1 from ${table}`, []]], scope)).toEqual([])
      }
      await run(
        world.appUrl,
        [[`update disbursement set state = 'settled' where id = $1`, [disbursementId]]],
        scope,
      )
    }
    const rows = await run(world.appUrl, [['select state from disbursement where id = $1', [disbursementId]]])
    expect(rows).toEqual([{ state: 'paid' }])
  })
})

async function approval(
  id: string,
  approverId: string,
  other: { hash?: string; stepUp?: string; at?: Date } = {},
): Promise<[string, unknown[]]> {
  const hash = await hashOf(id)
  const stepUp = other.stepUp ?? (await givenStepUp(approverId, `approve:${id}:${hash}`))
  return [
    `insert into approval (disbursement_id, approver_id, content_hash, step_up_id, occurred_at) values ($1, $2, $3, $4, $5)`,
    [id, approverId, other.hash ?? hash, stepUp, other.at ?? new Date()],
  ]
}
