import { beforeEach, describe, expect, test } from 'vitest'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import { announceProposal } from '#app/domain/disbursements/announce-proposal.server.ts'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { type Proposal, proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

test('a proposal waits, with a random case code, and reserves nothing', async () => {
  const { disbursementId, caseCode } = await proposeDisbursement({ staff: team.intake, proposal: proposal() })
  expect(caseCode).toMatch(caseCodePattern)
  const row = await read(disbursementId)
  expect(row).toMatchObject({ state: 'proposed', caseCode, revision: 1, purposeVersion: 1 })
  expect(row.expiresAt.getTime() - row.occurredAt.getTime()).toBe(14 * 24 * 60 * 60 * 1000)
})

test('venue, payees and note can be read by nobody who has the tables only', async () => {
  const { disbursementId } = await proposeDisbursement({ staff: team.intake, proposal: proposal() })
  const { rows } = await asOwner(world.ownerUrl, null, (client) =>
    client.query('select d::text as everything from disbursement d where id = $1', [disbursementId]),
  )
  const stored = Buffer.from(String(rows[0]?.everything)).toString('latin1')
  for (const secret of ['Larkspur', 'Clerk', 'order seen'].flatMap((word) => [
    word,
    Buffer.from(word).toString('hex'),
  ])) {
    expect(stored).not.toContain(secret)
  }
})

describe('refused in words', () => {
  test("a purpose that the fund's published words do not allow", async () => {
    const wrong = proposal({ kind: 'support', purposeCode: 'legal_filing' })
    expect(await refusalOf(proposeDisbursement({ staff: team.intake, proposal: wrong }))).toMatchObject({
      code: 'purpose_not_allowed',
    })
  })

  test('a purpose of another kind: bail money is never support', async () => {
    const wrong = proposal({ kind: 'support', purposeCode: 'court_bail' })
    expect(await refusalOf(proposeDisbursement({ staff: team.intake, proposal: wrong }))).toMatchObject({
      code: 'purpose_is_of_its_kind',
    })
  })

  test('someone who may not propose, and someone of another fund', async () => {
    const other = await givenTeam()
    for (const staff of [team.approver, other.intake]) {
      expect(await refusalOf(proposeDisbursement({ staff, proposal: proposal() }))).toMatchObject({
        code: 'role_may_not',
      })
    }
  })

  test('no money, nobody to pay, or more payees than anyone can check', async () => {
    const codes = []
    for (const wrong of [
      { principalCeiling: cents(0n) },
      { payees: [] },
      { payees: ['1', '2', '3', '4', '5', '6'] },
    ]) {
      codes.push(
        (await refusalOf(proposeDisbursement({ staff: team.intake, proposal: proposal(wrong) }))).code,
      )
    }
    expect(codes).toEqual(['principal_missing', 'payee_missing', 'too_many_payees'])
  })
})

describe('amending', () => {
  test('makes a new revision with another hash', async () => {
    const id = await givenProposal(team)
    const before = await read(id)
    expect(await amend(id, { revision: 1, principalCeiling: cents(3_000_00n) })).toEqual({ revision: 2 })
    const after = await read(id)
    expect(after.contentHash).not.toBe(before.contentHash)
    expect(after.disbursementLines.map((line) => [line.kind, line.ceilingCents])).toEqual([
      ['principal', 3_000_00n],
      ['fees', 25_00n],
    ])
  })

  test('is refused to everyone but the proposer, after the first yes, and when the screen was older', async () => {
    team = await givenTeam({ fund: { approvalRules: [{ fromCents: 0n, approvalsRequired: 2 }] } })
    const id = await givenProposal(team)
    const colleague = await givenActor(team.fundId, ['intake'])
    expect(await refusalOf(amend(id, { revision: 1, staff: colleague }))).toMatchObject({
      code: 'amended_by_its_proposer',
    })
    await amend(id, { revision: 1 })
    expect(await refusalOf(amend(id, { revision: 1 }))).toMatchObject({ code: 'content_changed' })
    await approveBy(team.approver, id)
    expect(await refusalOf(amend(id, { revision: 2 }))).toMatchObject({
      code: 'approved_disbursement_is_frozen',
    })
  })
})

test('each person who may approve gets one mail per revision, and the proposer none', async () => {
  const id = await givenProposal(team)
  await announceProposal({ disbursementId: id })
  await announceProposal({ disbursementId: id })

  const mails = await mailsOf(team)
  expect(mails.map((mail) => mail.staffId).sort()).toEqual([team.approver.id, team.treasurer.id].sort())
  expect(mails[0]).toMatchObject({ message: 'disbursement-waiting' })
  expect(JSON.stringify(mails[0]?.props)).not.toContain('Clerk')
})

const proposal = (other: Partial<Proposal> = {}) => ({
  fundId: team.fundId,
  kind: 'court_bail' as const,
  purposeCode: 'court_bail',
  principalCeiling: cents(2_500_00n),
  feesCeiling: cents(25_00n),
  payees: ['Larkspur County Clerk', 'Sheriff of Larkspur'],
  venue: 'Larkspur County Court',
  evidenceNote: 'Bond order seen.',
  ...other,
})

type Amended = { revision: number; principalCeiling?: Cents; staff?: ActingStaff }

async function amend(id: string, { revision, staff = team.intake, ...other }: Amended) {
  const { caseCode } = await read(id)
  return amendDisbursement({
    staff,
    disbursementId: id,
    revision,
    proposal: { ...proposal(other), caseCode },
  })
}

const read = (id: string) =>
  inTransaction(system, (tx) =>
    tx.disbursement.findUniqueOrThrow({ where: { id }, include: { disbursementLines: true } }),
  )

const mailsOf = (of: Team) =>
  inTransaction(system, (tx) =>
    tx.mail.findMany({ where: { staffId: { in: [of.intake.id, of.approver.id, of.treasurer.id] } } }),
  )
