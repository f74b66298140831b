import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askReversal } from '#app/domain/copays/ask-reversal.server.ts'
import { confirmReversal } from '#app/domain/copays/confirm-reversal.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { withdrawPayout } from '#app/domain/copays/withdraw-payout.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { caseOf, givenAgreement, receiveBy } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { today } from '#tests/support/given-remittance.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let caseCode: string
beforeEach(async () => {
  team = await givenTeam()
  caseCode = await caseOf(await givenProposal(team, { principal: 4_000_00n }))
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
  const post = (code: string, debit: string, credit: string, amount: bigint, sub: { debit?: string }) =>
    postSql(code, debit, credit, amount, team.fundId, randomUUID(), sub)

  test('taking back: once, of what is held, by two, with a proof, and as the books undo it', async () => {
    const agreementId = await givenAgreement(team, { caseCode, amount: 500n })
    const { receiptId } = await receiveBy(team.treasurer, agreementId, 500n, 'C-1')
    const reversalId = randomUUID()
    const ask = (of: { by?: string; daysAgo?: number } = {}): Statement => [
      `insert into copay_reversal (id, receipt_id, reason, happened_on, asked_by, occurred_at)
         values ($1, $2, 'check_returned', local_day(now()) - $3::integer, $4, now())`,
      [reversalId, receiptId, of.daysAgo ?? 0, of.by ?? team.intake.id],
    ]
    const decide = (by: string, stepUpId: string | null, decision = 'confirmed'): Statement => [
      `insert into copay_reversal_decision (reversal_id, decision, decided_by, step_up_id, occurred_at)
         values ($1, $2, $3, $4, now())`,
      [reversalId, decision, by, stepUpId],
    ]
    const proof = (by: string) => givenStepUp(by, `copay-take-back:${reversalId}`)
    const { approver, intake } = team
    expect(await broken(ask({ by: approver.id }))).toBe('copay_worker_holds_the_role')
    expect(await broken(ask({ daysAgo: 3 }))).toBe('taking_back_follows_its_receipt')
    expect(await broken(ask({ daysAgo: -1 }))).toBe('taking_back_follows_its_receipt')
    expect(await broken(ask(), decide(intake.id, await proof(intake.id)))).toBe(
      'taking_back_is_confirmed_by_another',
    )
    expect(await broken(ask(), decide(approver.id, randomUUID()))).toBe('step_up_is_fresh_and_bound')
    expect(await broken(ask(), decide(approver.id, null))).toBe('step_up_is_fresh_and_bound')
    const confirmed = decide(approver.id, await proof(approver.id))
    expect(await broken(ask(), confirmed)).toBe('family_part_is_what_was_recorded')
    const otherwise = post('copay_paid_out', 'copay_held', 'bank', 500n, { debit: agreementId })
    expect(await broken(ask(), confirmed, otherwise)).toBe('taking_back_is_booked')
    const other = await givenActor(team.fundId, ['intake'])
    expect(await broken(ask(), decide(other.id, await proof(other.id)))).toBe(
      'taking_back_confirmer_holds_the_role',
    )
    expect(await broken(ask(), decide(other.id, null, 'withdrawn'))).toBe(
      'taking_back_is_withdrawn_by_its_people',
    )
    const [sql, values] = post('reversal', 'copay_held', 'bank', 500n, { debit: agreementId })
    const original = `array[(select id from ledger_transfer where source_id = '${receiptId}')]::bigint[]`
    expect(await broken([sql.replace('array[null]::bigint[]', original), values])).toMatch(
      /^(taking_back_is_booked|family_part_is_what_was_recorded)$/,
    )
    const { payoutId } = await proposePayout({ staff: team.intake, agreementId, amount: cents(1n) })
    expect(await broken(ask())).toBe('taken_back_is_still_held')
    await withdrawPayout({ staff: team.intake, payoutId })
    await askReversal({ staff: intake, receiptId, reason: 'check_returned', happenedOn: today() })
    expect(await broken(ask())).toBe('receipt_is_taken_back_once')
  })
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('what was taken back without a second person, and a receipt undone without its record', async () => {
    const agreementId = await givenAgreement(team, { caseCode, amount: 500n })
    const { receiptId } = await receiveBy(team.treasurer, agreementId, 500n, 'C-1')
    const asked = { staff: team.intake, receiptId, reason: 'entered_wrong' as const, happenedOn: today() }
    const { reversalId } = await askReversal(asked)
    const { id } = team.approver
    const stepUpId = await givenStepUp(id, `copay-take-back:${reversalId}`)
    await confirmReversal({ staff: team.approver, reversalId, stepUpId })
    expect(await named()).toEqual([])
    await forced(owner, `update copay_reversal_decision set decided_by = '${team.intake.id}'`)
    expect(await named()).toEqual(['taking_back_is_booked'])
    await forced(owner, `update copay_reversal_decision set decided_by = '${id}'`)
    await forced(owner, `update copay_reversal_decision set decision = 'withdrawn'`)
    expect(await named()).toContain('taking_back_is_booked')
    await forced(owner, `update copay_reversal_decision set decision = 'confirmed'`)
    expect(await named()).toEqual([])
  })
})
