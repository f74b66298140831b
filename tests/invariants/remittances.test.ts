import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { approveBy, givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import { givenDueBond, givenForfeitedBond } from '#tests/support/given-loss.ts'
import { givenRemittance, place } from '#tests/support/given-remittance.ts'
import {
  type Alliance,
  givenAlliance,
  givenSharedBond,
  givenSharedProposal,
  wholeHashOf,
} from '#tests/support/given-shared-bond.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const provedReturn = (staffId: string, bondId: string, received: bigint) =>
    givenStepUp(
      staffId,
      boundTo.bondReturn({ bondId, received: cents(received), interest: zero, kept: zero }),
    )

  describe('a shared bond', () => {
    let alliance: Alliance
    beforeEach(async () => {
      alliance = await givenAlliance()
    })

    const partPayment = async (disbursementId: string): Promise<Statement> => {
      const staffId = alliance.intake.id
      const stepUpId = await givenStepUp(staffId, `pay:${disbursementId}:${await hashOf(disbursementId)}`)
      return [
        `insert into disbursement_payment (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
           values ($1, $2, $3, 'cash', '', 'R', 100, '2026-01-02')`,
        [disbursementId, staffId, stepUpId],
      ]
    }

    test('a part is not paid alone, nor with the whole while another is not', async () => {
      const shared = await givenSharedProposal(alliance)
      for (const id of shared.disbursementIds) await approveBy(alliance.approver, id)
      const alone = await partPayment(shared.disbursementIds[0] ?? '')
      expect(await broken(alone)).toBe('shared_part_is_paid_with_the_whole')
      const whole = (stepUpId: string): Statement => [
        `insert into shared_bond_payment (shared_bond_id, paid_by, step_up_id, receipt_number, principal_cents, fees_cents, occurred_at)
           values ($1, $2, $3, 'R', 200, 0, '2026-01-02')`,
        [shared.sharedBondId, alliance.intake.id, stepUpId],
      ]
      const bound = `pay_shared:${shared.sharedBondId}:${await wholeHashOf(shared.disbursementIds)}`
      const proof = await givenStepUp(alliance.intake.id, bound)
      expect(await broken(whole(await givenStepUp(alliance.intake.id, 'pay_shared')))).toBe(
        'step_up_is_fresh_and_bound',
      )
      expect(await broken(whole(proof))).toBe('shared_bond_is_paid_all_or_none')
      expect(await broken(whole(proof), alone)).toBe('shared_bond_is_paid_all_or_none')
    })

    test('what its parts can cost is what was written with its payment', async () => {
      const { bondIds } = await givenSharedBond(alliance)
      const fifth: Statement = [
        `insert into bond (fund_id, disbursement_id, kind, case_code, principal_cents, exposure_cents, receipt_number, state, posted_at)
           select fund_id, disbursement_id, kind, case_code, principal_cents, principal_cents, 'R-X', 'posted', posted_at
             from bond where id = $1`,
        [bondIds[0]],
      ]
      if (role === 'app') return
      expect(
        await broken(
          ['alter table bond drop constraint one_bond_per_disbursement', []],
          ['alter table bond disable trigger bond_begins', []],
          fifth,
          ['set constraints shared_exposure_is_divided immediate', []],
        ),
      ).toBe('shared_exposure_is_divided')
    })

    test('its parts add up, and are not changed', async () => {
      const { sharedBondId, disbursementIds } = await givenSharedProposal(alliance)
      const [id] = disbursementIds
      expect(
        await broken([`update disbursement set content_hash = repeat('0', 64) where id = $1`, [id]]),
      ).toBe('shared_part_is_not_amended')
      expect(
        await broken([`update disbursement_line set ceiling_cents = 1 where disbursement_id = $1`, [id]]),
      ).toBe('shared_part_is_not_amended')
      expect(
        await broken([
          `insert into shared_bond (kind, case_code, parts, principal_cents, fees_cents, proposed_by, occurred_at)
             values ('court_bail', 'AAAA-2222', 2, 2, 0, $1, now())`,
          [alliance.intake.id],
        ]),
      ).toBe('shared_bond_parts_add_up')
      expect(
        await broken([
          `insert into shared_bond_part (shared_bond_id, position, disbursement_id, fund_id, principal_cents, fees_cents)
             values ($1, 2, $2, $3, 1, 0)`,
          [sharedBondId, id, alliance.fundIds[0]],
        ]),
      ).toBe('shared_bond_parts_add_up')
    })

    test('its parts move together, and what comes back does not go to one of them', async () => {
      const { bondIds } = await givenSharedBond(alliance)
      const [bondId] = bondIds
      expect(await broken([`update bond set state = 'released' where id = $1`, [bondId]])).toBe(
        'shared_parts_move_together',
      )
      await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
      await recordDisposition({ staff: alliance.intake, bondId, knownFrom: 'court_docket' })
      expect(
        await broken([
          `insert into bond_return (bond_id, recorded_by, step_up_id, received_cents, reference, occurred_at) values ($1, $2, $3, 1000, 'R', now())`,
          [bondId, alliance.approver.id, await provedReturn(alliance.approver.id, bondId, 1000n)],
        ]),
      ).toBe('shared_parts_never_drift')
    })

    test('one fund’s eyes see how much, and no other row', async () => {
      const { sharedBondId } = await givenSharedProposal(alliance)
      const seen = (scope: string) =>
        run<{ hidden: boolean }>(
          url,
          [[`select disbursement_id is null as hidden from shared_parts_seen($1)`, [sharedBondId]]],
          scope,
        )
      expect(await seen(`staff:${alliance.fundIds[0]}`)).toEqual([{ hidden: false }, { hidden: true }])
      expect(await seen(`staff:${randomUUID()}`)).toEqual([])
      expect(await seen('public')).toEqual([])
    })
  })

  describe('a payment over many bonds', () => {
    let team: Team
    let remittanceId: string
    beforeEach(async () => {
      team = await givenTeam()
      remittanceId = await givenRemittance(team.intake, { total: 1_000_00n })
    })
    const ending = (by: string, kind = 'closed'): Statement => [
      `insert into remittance_ending (remittance_id, kind, ended_by, occurred_at) values ($1, $2, $3, now())`,
      [remittanceId, kind, by],
    ]
    const line = (bondId: string, by = team.intake.id, brings = 'return'): Statement => [
      `insert into remittance_line (remittance_id, bond_id, brings, received_cents, interest_cents, entered_by, occurred_at)
         values ($1, $2, $4, 100000, 0, $3, now())`,
      [remittanceId, bondId, by, brings],
    ]

    test('closes once, when it adds up, by another person, and only with every line booked', async () => {
      const bondId = await givenDueBond(team)
      expect(await broken(ending(team.approver.id))).toBe('remittance_adds_up')
      await place(team.treasurer, remittanceId, bondId, { received: 1_000_00n })
      expect(await broken(ending(team.treasurer.id))).toBe('remittance_closer_did_not_enter_it')
      expect(await broken(ending(team.intake.id))).toBe('remittance_is_worked_on_by_role')
      expect(await broken(ending(team.approver.id))).toBe('remittance_is_booked_line_by_line')
      expect(await broken([`update remittance set state = 'closed' where id = $1`, [remittanceId]])).toBe(
        'remittance_facts_stay',
      )
      expect(await broken([`update remittance set total_cents = 1 where id = $1`, [remittanceId]])).toBe(
        'remittance_facts_stay',
      )
      await run(url, [ending(team.intake.id, 'withdrawn')])
      expect(await broken(ending(team.intake.id, 'withdrawn'))).toBe('remittance_ends_once')
      expect(await broken(line(await givenDueBond(team)))).toBe('remittance_is_open')
      expect(await broken([`delete from remittance_line where remittance_id = $1`, [remittanceId]])).toBe(
        'remittance_is_open',
      )
    })

    test('its lines are of its funds, each bond once, entered by who may, and not changed', async () => {
      const bondId = await givenDueBond(team)
      expect(await broken(line(await givenDueBond(await givenTeam())))).toBe(
        'remittance_line_is_of_its_funds',
      )
      expect(await broken(line(bondId, (await givenTeam()).intake.id))).toBe(
        'remittance_is_worked_on_by_role',
      )
      expect(await broken(line(bondId), line(bondId))).toBe('remittance_names_a_bond_once')
      await run(url, [line(bondId)])
      if (role === 'app') return
      expect(
        await broken([
          `update remittance_line set received_cents = 1 where remittance_id = $1`,
          [remittanceId],
        ]),
      ).toBe('remittance_line_is_not_changed')
    })

    test('a return joins it only when it closes', async () => {
      const bondId = await givenDueBond(team)
      const lineId = await place(team.intake, remittanceId, bondId, { received: 1_000_00n })
      const id = randomUUID()
      expect(
        await broken(
          [
            `insert into bond_return (id, bond_id, recorded_by, step_up_id, received_cents, reference, occurred_at) values ($1, $2, $3, $4, 1, 'R', now())`,
            [id, bondId, team.approver.id, await provedReturn(team.approver.id, bondId, 1n)],
          ],
          [`insert into remittance_return (return_id, line_id) values ($1, $2)`, [id, lineId]],
        ),
      ).toBe('remittance_is_booked_line_by_line')
    })

    test('a line of a lost bond is a recovery, keeps nothing back, and its recovery joins it only when it closes', async () => {
      const lost = await givenForfeitedBond(team)
      const due = await givenDueBond(team)
      expect(await broken(line(due, team.intake.id, 'recovery'))).toBe(
        'remittance_line_brings_what_its_bond_awaits',
      )
      expect(await broken(line(lost))).toBe('remittance_line_brings_what_its_bond_awaits')
      const lineId = await place(team.intake, remittanceId, lost, { received: 1n })
      expect(
        await broken([
          `insert into remittance_deduction (line_id, position, reason, amount_cents) values ($1, 0, 'fines', 1)`,
          [lineId],
        ]),
      ).toBe('recovery_line_keeps_nothing_back')
      const id = randomUUID()
      const bound = boundTo.bondRecovery({ bondId: lost, received: 1n, interest: 0n })
      expect(
        await broken(
          [
            `insert into bond_recovery (id, bond_id, recorded_by, step_up_id, received_cents, reference, occurred_at) values ($1, $2, $3, $4, 1, 'R', now())`,
            [id, lost, team.approver.id, await givenStepUp(team.approver.id, bound)],
          ],
          [`insert into remittance_recovery (recovery_id, line_id) values ($1, $2)`, [id, lineId]],
        ),
      ).toBe('remittance_is_booked_line_by_line')
    })
  })
})
