import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  approvePayoutBy,
  caseOf,
  givenAgreement,
  givenCoPaidBond,
  givenHeldPart,
} from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
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

  const offer = (of: { id?: string; answer?: string; code?: string; by?: string } = {}): Statement => [
    `insert into copay_offer (id, fund_id, case_code, answer, asked_by, occurred_at) values ($1, $2, $3, $4, $5, now())`,
    [of.id ?? randomUUID(), team.fundId, of.code ?? caseCode, of.answer ?? 'unable', of.by ?? team.intake.id],
  ]
  const agreement = (
    offerId: string,
    of: { official?: boolean; by?: string; daysAgo?: number } = {},
  ): Statement => [
    `insert into copay_agreement (fund_id, case_code, offer_id, language, text_version, text_hash, official_shown, amount_cents,
            signer_sealed, paper_number, witnessed_by, signed_on)
       values ($1, $2, $3, 'ar', 1, repeat('a', 64), $4, 100, '\\x00', 'P-9', $5, current_date - $6::integer)`,
    [team.fundId, caseCode, offerId, of.official ?? true, of.by ?? team.intake.id, of.daysAgo ?? 1],
  ]
  const receipt = (agreementId: string, of: Partial<Receipt> = {}): Statement => [
    `insert into copay_receipt (id, agreement_id, amount_cents, reference, received_by, occurred_at)
       values ($1, $2, $3, $4, $5, $6)`,
    [
      of.id ?? randomUUID(),
      agreementId,
      of.amount ?? 1n,
      randomUUID(),
      of.by ?? team.treasurer.id,
      of.at ?? new Date(),
    ],
  ]
  const post = (code: string, debit: string, credit: string, amount: bigint, sub: Sub) =>
    postSql(code, debit, credit, amount, team.fundId, randomUUID(), sub)

  test('no paper before the question, and none where the answer was yes', async () => {
    const [first, second] = [randomUUID(), randomUUID()]
    expect(await broken(agreement(randomUUID()))).toBe('relative_is_asked_to_post_first')
    expect(await broken(offer({ id: first, answer: 'agreed_self_post' }), agreement(first))).toBe(
      'relative_is_asked_to_post_first',
    )
    expect(await broken(offer({ id: second }), agreement(second, { official: false }))).toBe(
      'unreviewed_text_stands_beside_the_official_one',
    )
    expect(await broken(offer({ id: second }), agreement(second, { daysAgo: 40_000 }))).toBe(
      'day_is_of_its_case',
    )
    expect(await broken(offer({ by: team.approver.id }))).toBe('copay_worker_holds_the_role')
    expect(await broken(offer({ code: 'AAAA-9999' }))).toBe('family_is_of_a_known_case')
  })

  test('no money beyond the paper, before it, or by the one who saw it signed', async () => {
    const agreementId = await givenAgreement(team, { caseCode, amount: 100n })
    expect(await broken(receipt(agreementId, { amount: 101n }))).toBe(
      'family_part_stays_within_its_agreement',
    )
    expect(await broken(receipt(agreementId, { by: team.intake.id }))).toBe('receiver_is_not_witness')
    expect(await broken(receipt(agreementId, { by: team.approver.id }))).toBe('receiver_holds_the_role')
    expect(await broken(receipt(agreementId, { at: new Date('2026-01-03') }))).toBe(
      'family_part_follows_its_agreement',
    )
  })

  test('what is owed to a family moves only by its records, and never as a gift', async () => {
    const agreementId = await givenHeldPart(team, { caseCode, amount: 500n })
    const held = { credit: agreementId }
    expect(await broken(post('copay_received', 'bank', 'copay_held', 1n, held))).toBe(
      'family_part_is_what_was_recorded',
    )
    expect(await broken(post('copay_paid_out', 'copay_held', 'bank', 1n, { debit: agreementId }))).toBe(
      'family_part_is_what_was_recorded',
    )
    // A gift has a record of its own before it can be taken from anywhere.
    expect(await broken(post('offline_gift', 'copay_held', 'gifts', 1n, { debit: agreementId }))).toBe(
      'offline_gift_has_a_record',
    )
    expect(await broken(post('copay_received', 'bank', 'gifts', 1n, {}))).toBe('family_part_is_never_a_gift')
    const open = await givenAgreement(team, { caseCode, amount: 500n })
    expect(await broken(receipt(open))).toBe('family_part_is_what_was_recorded')
    expect(
      await broken(receipt(open), post('copay_received', 'bank', 'copay_held', 2n, { credit: open })),
    ).toBe('family_part_is_what_was_recorded')
  })

  test('a loss that the family shares is not booked as the fund’s, nor a return as the fund’s alone', async () => {
    const { bondId } = await givenCoPaidBond(team)
    const lossId = randomUUID()
    const loss: Statement = [
      `insert into bond_loss (id, bond_id, kind, amount_cents, reason, recorded_by, occurred_at)
         values ($1, $2, 'forfeited', 500000, 'court_notice', $3, now())`,
      [lossId, bondId, team.approver.id],
    ]
    const whole = postSql('bond_forfeited', 'forfeited', 'bond_deposit', 5_000_00n, team.fundId, lossId, {
      credit: bondId,
    })
    expect(await broken(loss, whole)).toBe('family_part_is_what_was_recorded')
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    const returnId = randomUUID()
    const back: Statement = [
      `insert into bond_return (id, bond_id, recorded_by, received_cents, reference, occurred_at)
         values ($1, $2, $3, 70000, 'Check 1', now())`,
      [returnId, bondId, team.approver.id],
    ]
    const alone = postSql('bond_returned', 'bank', 'refund_due', 700_00n, team.fundId, returnId, {
      credit: bondId,
    })
    expect(await broken(back, alone)).toBe('family_part_is_what_was_recorded')
  })

  test('a payout: within what is held, approved by another, and paid by one who did not approve', async () => {
    const agreementId = await givenHeldPart(team, { caseCode, amount: 500n })
    const payout: Statement = [
      `insert into copay_payout (agreement_id, amount_cents, proposed_by, occurred_at) values ($1, 501, $2, now())`,
      [agreementId, team.intake.id],
    ]
    expect(await broken(payout)).toBe('payout_stays_within_what_is_held')
    const { payoutId } = await proposePayout({ staff: team.treasurer, agreementId, amount: cents(500n) })
    const approve = (by: string, stepUpId: string): Statement => [
      `insert into copay_payout_approval (payout_id, approved_by, step_up_id, completes, occurred_at) values ($1, $2, $3, true, now())`,
      [payoutId, by, stepUpId],
    ]
    const pay = (by: string, stepUpId: string): Statement => [
      `insert into copay_payout_payment (payout_id, paid_by, step_up_id, method, reference, occurred_at)
         values ($1, $2, $3, 'check', 'C', now())`,
      [payoutId, by, stepUpId],
    ]
    const proof = (id: string, act: string) => givenStepUp(id, `${act}:${payoutId}`)
    const { approver, intake, treasurer } = team
    expect(await broken(approve(treasurer.id, await proof(treasurer.id, 'copay-approve')))).toBe(
      'payout_approver_is_not_proposer',
    )
    expect(await broken(approve(intake.id, await proof(intake.id, 'copay-approve')))).toBe(
      'payout_approver_holds_the_role',
    )
    expect(await broken(approve(approver.id, await proof(approver.id, 'copay-pay')))).toBe(
      'step_up_is_fresh_and_bound',
    )
    expect(await broken(pay(intake.id, await proof(intake.id, 'copay-pay')))).toBe(
      'payout_is_approved_before_it_is_paid',
    )
    await approvePayoutBy(approver, payoutId)
    expect(await broken(pay(approver.id, await proof(approver.id, 'copay-pay')))).toBe(
      'payout_payer_is_not_approver',
    )
    expect(await broken(pay(intake.id, await proof(intake.id, 'copay-pay')))).toBe(
      'family_part_is_what_was_recorded',
    )
  })

  test('a bond’s family and its exposure stay what they were', async () => {
    const { bondId } = await givenCoPaidBond(team)
    const change = (what: string): Statement => [`update bond set ${what} where id = $1`, [bondId]]
    expect(await broken(change('family_cents = 1'))).toBe('bond_facts_stay')
    expect(await broken(change('exposure_cents = 900000000'))).toBe('bond_facts_stay')
  })

  test('a call: of its own bond, after its forfeiture, within what the judge set, and not rewritten', async () => {
    const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n, exposure: 600_00n })
    const callId = randomUUID()
    const proposal: Statement = [
      `insert into disbursement (id, fund_id, kind, purpose_version, purpose_code, case_code, content_hash, venue_sealed,
              payees_sealed, evidence_note_sealed, proposed_by, expires_at, occurred_at)
         select $1, d.fund_id, 'forfeiture_call', d.purpose_version, 'court_bail', d.case_code, d.content_hash, d.venue_sealed,
                d.payees_sealed, d.evidence_note_sealed, d.proposed_by, d.expires_at, d.occurred_at
           from disbursement d join bond b on b.disbursement_id = d.id where b.id = $2`,
      [callId, bondId],
    ]
    const call = (id: string, amount: bigint): Statement => [
      `insert into forfeiture_call (disbursement_id, bond_id, amount_cents) values ($1, $2, $3)`,
      [id, bondId, amount],
    ]
    expect(await broken(proposal, call(callId, 1n))).toBe('forfeiture_call_follows_a_forfeiture')
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
    await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
    expect(await broken(proposal, call(callId, 100_01n))).toBe('forfeiture_call_stays_within_exposure')
    expect(await broken(call(await givenProposal(team), 1n))).toBe('forfeiture_call_is_of_its_bond')
    const rewrite: Statement = [
      "update disbursement set revision = revision + 1, kind = 'court_bail' where id = $1",
      [callId],
    ]
    expect(await broken(proposal, rewrite)).toBe('forfeiture_call_is_not_amended')
  })
})

test('as owner: what was recorded stays', async () => {
  for (const table of [
    'copay_offer',
    'copay_text_review',
    'copay_agreement',
    'copay_receipt',
    'copay_payout',
    'copay_payout_approval',
    'copay_payout_payment',
    'copay_payout_withdrawal',
    'copay_reversal',
    'copay_reversal_decision',
    'forfeiture_call',
  ]) {
    const rewriting = namingViolations(() => run(world.ownerUrl, [[`delete from ${table}`, []]]))
    expect([table, await brokenRule(rewriting)]).toEqual([table, 'copay_records_are_append_only'])
  }
})

test('another fund’s people see nothing of it', async () => {
  await givenHeldPart(team, { caseCode })
  const other = await givenActor(team.fundId, ['intake'])
  const seen = (scope: string) =>
    run<{ n: string }>(world.appUrl, [['select count(*) as n from copay_receipt', []]], scope)
  expect((await seen(`staff:${randomUUID()}`))[0]?.n).toBe('0')
  expect(Number((await seen(`staff:${other.fundIds[0]}`))[0]?.n)).toBe(1)
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('a receipt that grew, a payout without its yes, a call beyond what was set', async () => {
    await givenHeldPart(team, { caseCode })
    expect(await named()).toEqual([])
    await forced(owner, 'update copay_receipt set amount_cents = amount_cents + 1')
    expect(await named()).toEqual([
      'family_part_is_what_was_recorded',
      'copay_is_taken_by_a_signed_agreement',
    ])
    await forced(owner, 'update copay_receipt set amount_cents = amount_cents - 1')
    await forced(
      owner,
      'update copay_receipt r set received_by = a.witnessed_by from copay_agreement a where a.id = r.agreement_id',
    )
    expect(await named()).toEqual(['copay_is_taken_by_a_signed_agreement'])
    await forced(owner, `update copay_receipt set received_by = '${team.treasurer.id}'`)
    expect(await named()).toEqual([])
  })

  test('a family’s money that became a gift', async () => {
    const disbursementId = await givenProposal(team)
    await givenHeldPart(team, { caseCode: await caseOf(disbursementId) })
    await approveBy(team.approver, disbursementId)
    await forced(owner, "update ledger_transfer set code = 'offline_gift' where code = 'copay_received'")
    expect(await named()).toContain('family_part_is_never_a_gift')
    await forced(
      owner,
      "update ledger_transfer set code = 'copay_received' where code = 'offline_gift' and source_kind = 'copay_receipt'",
    )
    expect(await named()).toEqual([])
  })
})

type Receipt = { id: string; amount: bigint; by: string; at: Date }
type Sub = { debit?: string; credit?: string }
