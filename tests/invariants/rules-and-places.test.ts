import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { proposeClosingBy } from '#tests/support/given-closing.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { breakBy } from '#tests/support/given-emergency.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let ada: ActingStaff
let ben: ActingStaff
let ruleId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 60_000_00n })
  ada = await givenActor(team.fundId, ['administrator'])
  ben = await givenActor(team.fundId, ['administrator'])
  await addPlace({ staff: ada, fundId: team.fundId, place: 'US-ZZ' })
  ruleId = await givenReviewedRule(ada, {
    ...{ code: 'charges', place: 'US-ZZ', kind: 'excluded_charge_class', effect: 'blocks_posting' },
    ...{ cap: cents(0n), chargeClasses: ['violent_offense'] },
  })
})

describe.each([
  ['app', world.appUrl],
  ['owner', world.ownerUrl],
])('as %s', (role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('classes of charge are known ones, of a rule about charges, which blocks only where it lists some', async () => {
    const rule = (kind: string, effect: string, classes: string): Statement => [
      `insert into jurisdiction_rule (code, version, place, kind, effect, summary, valid_from, source, read_on, recorded_by,
                                      charge_classes)
         values ($1, 1, 'US-ZZ', $2, $3, 'x', '2020-01-01', 'x', '2020-01-01', $4, $5)`,
      [`c-${role}`, kind, effect, ada.id, classes],
    ]
    expect(await broken(rule('excluded_charge_class', 'warns', '{piracy}'))).toBe('charge_classes_are_known')
    expect(await broken(rule('litigation', 'warns', '{felony}'))).toBe('charge_classes_fit_the_kind')
    expect(await broken(rule('excluded_charge_class', 'blocks_posting', '{}'))).toBe(
      'only_figures_block_posting',
    )
  })

  describe('a payment', () => {
    /** Pays by hand, with what is to be believed about the charge written just before. */
    async function pay(...before: ((disbursementId: string) => Statement)[]) {
      const disbursementId = await givenProposal(team, { principal: 100_00n })
      await approveBy(team.approver, disbursementId)
      const hash = await hashOf(disbursementId)
      const stepUpId = await givenStepUp(
        team.intake.id,
        boundTo.pay({ id: disbursementId, contentHash: hash }),
      )
      const [judged, after] = before.map((statement) => statement(disbursementId))
      const payment: Statement = [
        `insert into disbursement_payment (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents,
                                           fees_cents, occurred_at)
           values ($1, $2, $3, 'cash', 'x', 'R-1', 10000, 0, now())`,
        [disbursementId, team.intake.id, stepUpId],
      ]
      return broken(...[judged, payment, after].filter((statement) => statement !== undefined))
    }
    const found =
      (outcome: string) =>
      (disbursementId: string): Statement => [
        `insert into charge_finding (disbursement_id, rule_id, outcome) values ($1, $2, $3)
         on conflict (disbursement_id, rule_id) do update set outcome = excluded.outcome`,
        [disbursementId, ruleId, outcome],
      ]
    test('needs the charge judged in its own transaction, and found not to be excluded', async () => {
      // Judged when it was proposed and approved, and not again.
      expect(await pay()).toBe('rule_blocks_posting')
      expect(await pay(found('excluded'))).toBe('rule_blocks_posting')
      const allowed = (): Statement => [`select broken('the_payment_was_taken', 'x')`, []]
      expect(await pay(found('not_excluded'), allowed)).toBe('the_payment_was_taken')
    })

    test('is not helped by a finding dated ahead, nor one of a rule without classes', async () => {
      const ahead = (id: string): Statement => [
        `update charge_finding set recorded_at = '2999-01-01' where disbursement_id = $1`,
        [id],
      ]
      const [row] = await run<{ ahead: boolean }>(url, [
        ahead(await givenProposal(team, { principal: 100_00n })),
        [`select bool_or(recorded_at > now()) as ahead from charge_finding`, []],
      ])
      expect(row?.ahead).toBe(false)
      const cap = await givenReviewedRule(ada, { code: `cap-${role}`, place: 'US-ZZ' })
      const other = (id: string): Statement => [
        `insert into charge_finding (disbursement_id, rule_id, outcome) values ($1, $2, 'not_excluded')`,
        [id, cap],
      ]
      expect(await pay(other)).toBe('finding_is_of_a_rule_with_classes')
    })
  })

  test('an emergency’s document is told by its number', async () => {
    const { personId } = await givenPerson(team.fundId)
    const glassId = await breakBy(ada, personId)
    const look = (fields: string, number: number | null): Statement => [
      `insert into person_reveal (person_id, staff_id, fields, reason, glass_id, document_number, occurred_at)
         values ($1, $2, $3, 'emergency', $4, $5, now())`,
      [personId, ada.id, fields, glassId, number],
    ]
    expect(await broken(look('{document}', null))).toBe('emergency_document_is_numbered')
    expect(await broken(look('{name,document}', 1))).toBe('emergency_document_is_numbered')
    expect(await broken(look('{name}', 1))).toBe('emergency_document_is_numbered')
  })

  describe('closing', () => {
    const move = (
      fundId: string,
      from: string,
      to: string,
      closingId: string | null,
      by = ada.id,
    ): Statement => [
      `insert into fund_state_change (fund_id, from_state, to_state, reason, changed_by, closing_id)
         values ($1, $2, $3, 'board_decision', $4, $5)`,
      [fundId, from, to, by, closingId],
    ]
    const stand = (fundId: string, state: string): Statement => [
      'update fund set state = $2 where id = $1',
      [fundId, state],
    ]
    const decide = (
      closingId: string,
      by: string,
      stepUpId: string | null,
      outcome = 'confirmed',
    ): Statement => [
      `insert into fund_closing_decision (closing_id, outcome, decided_by, step_up_id, occurred_at)
         values ($1, $2, $3, $4, now())`,
      [closingId, outcome, by, stepUpId],
    ]
    const propose = (fundId: string, to: string, stepUpId: string, by = ada.id): Statement => [
      `insert into fund_closing (fund_id, to_state, reason, proposed_by, step_up_id, occurred_at)
         values ($1, $2, 'board_decision', $3, $4, now())`,
      [fundId, to, by, stepUpId],
    ]
    const proof = (by: ActingStaff, fundId: string, to: string) =>
      givenStepUp(by.id, boundTo.proposeClosing({ fundId, to, reason: 'board_decision' }))
    const agreed = (by: ActingStaff, closingId: string) =>
      givenStepUp(by.id, boundTo.confirmClosing(closingId))

    test('moves nothing without two administrators and their own proofs', async () => {
      const { fundId } = team
      expect(await broken(move(fundId, 'open', 'closing', null))).toBe('fund_closes_by_two_people')
      expect(await broken(propose(fundId, 'closing', await proof(ben, fundId, 'closing')))).toBe(
        'step_up_is_fresh_and_bound',
      )
      expect(await broken(propose(fundId, 'open', await proof(ada, fundId, 'open')))).toBe(
        'fund_moves_along_the_table',
      )
      expect(
        await broken(
          propose(fundId, 'closing', await proof(team.approver, fundId, 'closing'), team.approver.id),
        ),
      ).toBe('fund_is_managed_by_its_administrator')

      const closingId = await proposeClosingBy(ada, fundId)
      expect(await broken(propose(fundId, 'closing', await proof(ben, fundId, 'closing'), ben.id))).toBe(
        'closing_waits_once',
      )
      expect(await broken(move(fundId, 'open', 'closing', closingId, ben.id))).toBe(
        'fund_closes_by_two_people',
      )
      expect(await broken(decide(closingId, ada.id, await agreed(ada, closingId)))).toBe(
        'closing_is_confirmed_by_another',
      )
      expect(await broken(decide(closingId, ben.id, null))).toBe('step_up_is_fresh_and_bound')
      expect(await broken(decide(closingId, team.approver.id, null, 'withdrawn'))).toBe(
        'fund_is_managed_by_its_administrator',
      )
      const yes = decide(closingId, ben.id, await agreed(ben, closingId))
      expect(await broken(yes)).toBe('confirmed_closing_moves_the_fund')
      // The decision of one closing lifts no other fund, no other state and no other person.
      const other = await givenFund()
      const stranger = await givenActor(other, ['administrator'])
      expect(await broken(yes, move(other, 'open', 'closing', closingId, stranger.id))).toBe(
        'fund_closes_by_two_people',
      )
      expect(await broken(yes, move(fundId, 'open', 'paused', closingId, ben.id))).toBe(
        'fund_closes_by_two_people',
      )
      expect(await broken(yes, move(fundId, 'open', 'closing', closingId, ada.id))).toBe(
        'fund_closes_by_two_people',
      )
      expect(
        await broken(yes, move(fundId, 'open', 'closing', closingId, ben.id), stand(fundId, 'closing'), [
          'select broken($1, $2)',
          ['whole_way_is_open', 'fund'],
        ]),
      ).toBe('whole_way_is_open')
      await run(url, [decide(closingId, ada.id, null, 'withdrawn')])
      expect(await broken(decide(closingId, ben.id, null, 'withdrawn'))).toBe('closing_is_decided_once')
    })
  })
})

test.each(['fund_closing', 'fund_closing_decision'])(
  '%s is never rewritten, by its owner either',
  async (table) => {
    for (const sql of [
      `update ${table} set occurred_at = now()`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ])
      expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, []]])))).toBe(
        'fund_states_are_append_only',
      )
  },
)
