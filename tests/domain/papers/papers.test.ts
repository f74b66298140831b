import { beforeAll, describe, expect, test } from 'vitest'
import { addEvidence } from '#app/domain/evidence/add-evidence.server.ts'
import { openEvidence } from '#app/domain/evidence/open-evidence.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { missingOf } from '#app/domain/papers/bond-lives.server.ts'
import { bondPapers } from '#app/domain/papers/bond-papers.server.ts'
import type { Paper, Standing } from '#app/domain/papers/paper-set.ts'
import type { Holder, PartyRole } from '#app/domain/papers/party.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { recordParty } from '#app/domain/papers/record-party.server.ts'
import { revealParties } from '#app/domain/papers/reveal-parties.server.ts'
import { waitingPapers } from '#app/domain/papers/waiting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { jpeg, pdf } from '#tests/domain/documents/given-files.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond, givenDueBond, walk } from '#tests/support/given-loss.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { today } from '#tests/support/given-remittance.ts'
import { brokenRule, refusalOf, refusalsOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 200_000_00n })
})

const paper = (bondId: string, which: Paper, standing: Standing = 'original', more: object = {}) =>
  recordPaper({
    ...{ staff: team.intake, bondId, paper: which, standing, happenedOn: today() },
    ...{ documentId: null, evidenceId: null },
    ...more,
  })
const party = (bondId: string, role: PartyRole, holder: Holder, more: object = {}) =>
  recordParty({ ...{ staff: team.intake, bondId, role, holder, name: '', signedOn: null }, ...more })
const missing = async (bondId: string) =>
  (await missingOf({ fundIds: [team.fundId], bondIds: [bondId] }))[bondId]

const as = (roles: Role[], id = team.intake.id) => ({
  id,
  fundIds: [team.fundId],
  roles: roles.map((role) => ({ fundId: team.fundId, role })),
  language: 'en' as const,
})
const page = async (bondId: string, roles: Role[] = ['intake'], id?: string) => {
  const found = await bondPapers({ bondId, staff: as(roles, id) })
  if (!found) throw new Error('the bond is of this fund')
  return found
}

describe('which papers are missing', () => {
  test('of court bail, as the case goes', async () => {
    const { bondId } = await givenPostedBond(team)
    expect(await missing(bondId)).toEqual(['court_receipt'])
    await paper(bondId, 'court_receipt', 'copy')
    expect(await missing(bondId)).toEqual([])
    await party(bondId, 'depositor', 'relative')
    expect(await missing(bondId)).toEqual(['bail_assignment'])
    await party(bondId, 'depositor', 'fund')
    expect(await missing(bondId)).toEqual([])
    await paper(bondId, 'court_receipt', 'lost')
    expect(await missing(bondId)).toEqual(['court_receipt'])
    // Sent on with a claim: nobody has to look for it.
    await paper(bondId, 'court_receipt', 'sent')
    expect(await missing(bondId)).toEqual([])
    expect((await page(bondId)).missing).toEqual([])

    const troubled = await givenActiveBond(team)
    await paper(troubled, 'court_receipt')
    await walk(team, troubled, ['missed_court', 'forfeiture_noticed'])
    expect(await missing(troubled)).toEqual(['forfeiture_notice'])
    await walk(team, troubled, ['active'])
    expect(await missing(troubled)).toEqual(['forfeiture_notice', 'set_aside_order'])
    const due = await givenDueBond(team)
    expect(await missing(due)).toEqual(['court_receipt', 'disposition_order'])
  })

  test('of an immigration bond: a lost I-305 asks for an I-395', async () => {
    const bondId = await givenActiveBond(team, { kind: 'immigration_bond' })
    expect(await missing(bondId)).toEqual(['i352', 'i305'])
    await paper(bondId, 'i352', 'copy')
    await paper(bondId, 'i305', 'lost')
    expect(await missing(bondId)).toEqual(['i395'])
    await paper(bondId, 'i395')
    await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
    expect(await missing(bondId)).toEqual(['i340', 'i323'])
    expect((await page(bondId)).papers.find(({ paper: which }) => which === 'i333')).toMatchObject({
      isExpected: false,
    })
  })

  test('what cannot be is refused', async () => {
    const { bondId } = await givenPostedBond(team)
    const elsewhere = await givenPostedBond(team)
    const personId = await givenPersonOf(team, elsewhere.bondId)
    const { documentId } = await givenDocument(team.intake, personId)
    const evidenceId = await givenEvidence(team.intake, elsewhere.bondId)
    const auditor = await givenActor(team.fundId, ['auditor'])
    const stranger = await givenTeam()
    const said = await refusalsOf([
      paper(bondId, 'i305'),
      paper(bondId, 'court_receipt', 'copy', { happenedOn: '2099-01-01' }),
      paper(bondId, 'court_receipt', 'copy', { happenedOn: '1926-01-15' }),
      paper(bondId, 'court_receipt', 'copy', { documentId }),
      paper(bondId, 'court_receipt', 'copy', { evidenceId }),
      paper(bondId, 'court_receipt', 'copy', { staff: auditor }),
      paper(bondId, 'court_receipt', 'copy', { staff: stranger.intake }),
    ])
    expect(said).toEqual([
      'paper_is_of_another_kind',
      'paper_lies_ahead',
      'day_is_of_its_case',
      'papers_are_of_their_case',
      'papers_are_of_their_case',
      'role_may_not',
      'bond_unknown',
    ])
    expect(await missing(bondId)).toEqual(['court_receipt'])
  })
})

describe('in whose name', () => {
  test('words are for everyone, names for those who say why, and the check follows the papers', async () => {
    const { bondId } = await givenPostedBond(team)
    const personId = await givenPersonOf(team, bondId)
    await party(bondId, 'depositor', 'relative', { name: 'Old Marigold' })
    await party(bondId, 'depositor', 'relative', { name: 'Marigold Quill' })
    await party(bondId, 'office', 'court', { name: 'Larkspur County Court, Room 4' })
    expect(await page(bondId, ['auditor'])).toMatchObject({
      drawnTo: 'depositor',
      parties: [
        { role: 'depositor', holder: 'relative', named: true },
        { role: 'office', holder: 'court', named: true },
      ],
      personId: null,
      mayReveal: false,
    })
    expect(JSON.stringify((await page(bondId)).parties)).not.toContain('Marigold')
    expect(await revealParties({ staff: team.treasurer, bondId, reason: 'return_of_money' })).toEqual([
      { role: 'depositor', name: 'Marigold Quill' },
      { role: 'office', name: 'Larkspur County Court, Room 4' },
    ])
    const kept = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
      await tx.personParty.count({ where: { personId } }),
      await tx.bondParty.count({ where: { bondId } }),
      await tx.personReveal.count({ where: { personId, reason: 'return_of_money' } }),
    ])
    expect(kept).toEqual([2, 3, 1])
    await party(bondId, 'assignee', 'fund', { signedOn: today() })
    expect((await page(bondId)).drawnTo).toBe('fund')
  })

  test('what cannot be is refused, and nothing is half kept', async () => {
    const { bondId } = await givenPostedBond(team)
    const said = await refusalsOf([
      party(bondId, 'office', 'relative'),
      party(bondId, 'assignee', 'fund'),
      party(bondId, 'depositor', 'fund', { signedOn: today() }),
      party(bondId, 'assignee', 'fund', { signedOn: '2099-01-01' }),
      party(bondId, 'assignee', 'fund', { signedOn: '1926-01-01' }),
      party(bondId, 'depositor', 'relative', { name: 'Marigold' }),
      revealParties({ staff: team.intake, bondId, reason: 'correction' }),
    ])
    expect(said).toEqual([
      'party_is_of_its_role',
      'assignment_has_its_day',
      'assignment_has_its_day',
      'paper_lies_ahead',
      'day_is_of_its_case',
      'name_needs_a_person',
      'name_needs_a_person',
    ])
    expect((await page(bondId)).parties).toEqual([])
    await givenPersonOf(team, bondId)
    const administrator = await givenActor(team.fundId, ['administrator'])
    const look = revealParties({ staff: administrator, bondId, reason: 'correction' })
    expect((await refusalOf(look)).code).toBe('role_may_not')
  })
})

describe('a covered copy', () => {
  const review = (bondId: string, evidenceId: string, clean: boolean, staff = team.approver) =>
    reviewEvidence({ staff, bondId, evidenceId, clean })

  test('counts once a second person found it clean; then the auditor reads it', async () => {
    const { bondId } = await givenPostedBond(team)
    const auditor = await givenActor(team.fundId, ['auditor'])
    const evidenceId = await givenEvidence(team.intake, bondId)
    const read = (staff = auditor) => openEvidence({ staff, bondId, evidenceId })
    expect(await read()).toBeNull()
    expect((await read(team.approver))?.mediaType).toBe('image/jpeg')
    const forApprover = (fundId: string) => ({ id: team.approver.id, roles: ['approver' as const], fundId })
    const waits = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      waitingPapers(tx, { staff: team.approver, personIn: forApprover }),
    )
    expect(waits.filter(({ to }) => to.includes(bondId))).toMatchObject([
      { act: 'review_evidence', to: `/admin/bonds/${bondId}/evidence`, fundId: team.fundId },
    ])

    const own = review(bondId, evidenceId, true, team.intake)
    expect((await refusalOf(own)).code).toBe('evidence_is_reviewed_by_another')
    await review(bondId, evidenceId, true)
    expect(await brokenRule(review(bondId, evidenceId, false, team.treasurer))).toBe(
      'evidence_is_reviewed_once',
    )
    expect((await read())?.name).toMatch(/^evidence-[0-9a-f]{8}\.jpg$/)
    expect(await read((await givenTeam()).approver)).toBeNull()
    expect((await page(bondId)).evidence).toMatchObject([{ clean: true, mayOpen: true, mayReview: false }])
  })

  test('one that names somebody is gone at once, and does not come back', async () => {
    const { bondId } = await givenPostedBond(team)
    const file = jpeg({ width: 3000 })
    const add = () =>
      addEvidence({
        ...{ staff: team.intake, bondId, purpose: 'return' as const, receiptNumber: 'R-1', documentId: null },
        file,
      })
    const { evidenceId } = await add()
    await review(bondId, evidenceId, false)
    expect(await openEvidence({ staff: team.approver, bondId, evidenceId })).toBeNull()
    expect(await brokenRule(add())).toBe('evidence_is_added_once')
    const other = await givenPostedBond(team)
    expect((await refusalOf(review(other.bondId, evidenceId, true))).code).toBe('evidence_unknown')
    const asPdf = addEvidence({
      ...{ staff: team.intake, bondId, purpose: 'return', receiptNumber: 'R-1', documentId: null },
      file: pdf(),
    })
    expect((await refusalOf(asPdf)).code).toBe('evidence_is_a_picture')
  })

  test('fifty looks at once leave one', async () => {
    const { bondId } = await givenPostedBond(team)
    const evidenceId = await givenEvidence(team.intake, bondId)
    const looks = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => review(bondId, evidenceId, index % 2 === 0)),
    )
    expect(looks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('the books see a copy that is no longer what its hash says', async () => {
    const { bondId } = await givenPostedBond(team)
    const [one, other] = [await givenEvidence(team.intake, bondId), await givenEvidence(team.intake, bondId)]
    expect(await brokenBooks()).toEqual([])
    await asOwner(world.ownerUrl, null, (owner) =>
      forced(
        owner,
        `update bond_evidence_content set sealed = (select sealed from bond_evidence_content where evidence_id = '${other}')
          where evidence_id = '${one}'`,
      ),
    )
    expect((await brokenBooks()).map((line) => line.split(/\s+/)[1])).toEqual(['evidence_matches_its_hash'])
    await asOwner(world.ownerUrl, null, (owner) =>
      forced(owner, `delete from bond_evidence_content where evidence_id = '${one}'`),
    )
    expect((await brokenBooks()).map((line) => line.split(/\s+/)[1])).toEqual([
      'evidence_is_reviewed_by_another',
    ])
  })
})
