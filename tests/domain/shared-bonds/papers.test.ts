import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { addEvidence } from '#app/domain/evidence/add-evidence.server.ts'
import { openEvidence } from '#app/domain/evidence/open-evidence.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { unprovedPage } from '#app/domain/evidence/unproved-bonds.server.ts'
import { missingOf } from '#app/domain/papers/bond-lives.server.ts'
import { bondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { recordParty } from '#app/domain/papers/record-party.server.ts'
import { revealParties } from '#app/domain/papers/reveal-parties.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { stored } from '#app/domain/vault/stored.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { jpeg } from '#tests/domain/documents/given-files.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run } from '#tests/support/by-hand.ts'
import { timezone } from '#tests/support/given-dates.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { today } from '#tests/support/given-remittance.ts'
import {
  type Alliance,
  givenActorIn,
  givenAlliance,
  givenSharedBond,
} from '#tests/support/given-shared-bond.ts'
import { brokenRule, refusalsOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let alliance: Alliance
let bondIds: [string, ...string[]]
beforeEach(async () => {
  alliance = await givenAlliance()
  bondIds = (await givenSharedBond(alliance)).bondIds
})

const second = () => bondIds[1] ?? ''

type Actor = { id: string; fundIds: string[] }

const as = ({ id, fundIds }: Actor, role: Role) => ({
  ...{ id, fundIds, language: 'en' as const },
  roles: fundIds.map((fundId) => ({ fundId, role })),
})
/** Someone who serves the first fund alone, the second alone. */
const ofEach = (role: Role) => Promise.all(alliance.fundIds.map((fundId) => givenActor(fundId, [role])))

const page = async (bondId: string, actor: Actor = alliance.intake, role: Role = 'intake') => {
  const found = await bondPapers({ bondId, staff: as(actor, role) })
  if (!found) throw new Error('the bond is of this fund')
  return found
}
const ownOf = (index: number, actors: Actor[]): [string, Actor] => {
  const actor = actors[index]
  if (!actor) throw new Error('someone serves each fund')
  return [bondIds[index] ?? '', actor]
}
const missing = async () => {
  const found = await missingOf({ fundIds: alliance.fundIds, bondIds })
  return bondIds.map((id) => found[id])
}
const waits = async (actor: Actor, act: string, role: Role = 'intake') =>
  (await waitingForMe({ staff: as(actor, role) })).filter((item) => item.act === act)
const unproved = (actor: Actor, fundSlug: string | null = null) =>
  unprovedPage({ staff: as(actor, 'intake'), timezone, fundSlug })
const later = <T>(work: () => Promise<T>) => asOfTime(new Date(Date.now() + 12 * 86_400_000), work)

describe('the receipt of a bond that funds share', () => {
  test('is missing once, with the whole amount, for those who keep papers in every fund', async () => {
    const [first, other] = await ofEach('intake')
    if (!first || !other) throw new Error('someone serves each fund')
    const whole = await unproved(alliance.intake)
    expect(whole.rows).toMatchObject([
      { id: bondIds[0], principalCents: 5_000_00n, otherFunds: [], mayAdd: true },
    ])
    expect(whole.rows[0]?.fundNames).toHaveLength(2)
    for (const { slug } of whole.funds)
      expect((await unproved(alliance.intake, slug)).rows).toMatchObject([{ id: bondIds[0] }])
    expect((await unproved(other)).rows).toMatchObject([
      { id: bondIds[1], principalCents: 2_000_00n, otherFunds: [expect.any(String)], mayAdd: false },
    ])
    await later(async () => {
      expect(await waits(alliance.intake, 'add_evidence')).toMatchObject([
        { to: `/admin/bonds/${bondIds[0]}/evidence`, amountCents: 5_000_00n },
      ])
      for (const one of [first, other]) expect(await waits(one, 'add_evidence')).toEqual([])
    })
  })

  test('is photographed once and looked over once, from whichever part, and then proves each', async () => {
    const auditors = await ofEach('auditor')
    const file = jpeg({ width: 4000 })
    const add = (bondId: string) =>
      addEvidence({
        ...{ staff: alliance.intake, bondId, purpose: 'posting' as const, receiptNumber: 'R-7' },
        ...{ documentId: null, file },
      })
    const { evidenceId } = await add(second())
    for (const bondId of bondIds) expect(await brokenRule(add(bondId))).toBe('evidence_is_added_once')
    expect(await later(() => waits(alliance.intake, 'add_evidence'))).toEqual([])
    expect(await waits(alliance.approver, 'review_evidence', 'approver')).toMatchObject([
      { to: `/admin/bonds/${bondIds[0]}/evidence` },
    ])
    const approvers = await ofEach('approver')
    for (const one of approvers) expect(await waits(one, 'review_evidence', 'approver')).toEqual([])
    for (const index of [0, 1]) {
      const [bondId, staff] = ownOf(index, approvers)
      expect(await openEvidence({ staff, bondId, evidenceId })).toBeNull()
      expect(await openEvidence({ staff: alliance.approver, bondId, evidenceId })).not.toBeNull()
      expect((await page(bondId, staff, 'approver')).evidence).toMatchObject([
        { id: evidenceId, mayOpen: false, mayReview: false },
      ])
    }

    await reviewEvidence({ staff: alliance.approver, bondId: second(), evidenceId, clean: true })
    for (const index of [0, 1]) {
      const [bondId, staff] = ownOf(index, auditors)
      expect((await page(bondId, staff, 'auditor')).evidence).toMatchObject([
        { id: evidenceId, clean: true, mayOpen: true },
      ])
      expect((await openEvidence({ staff, bondId, evidenceId }))?.mediaType).toBe('image/jpeg')
      expect(await openEvidence({ staff, bondId: bondIds[1 - index] ?? '', evidenceId })).toBeNull()
      expect((await unproved(staff)).rows).toEqual([])
    }
    expect((await unproved(alliance.intake)).rows).toEqual([])
    const where = { bondId: { in: bondIds } }
    expect(await inTransaction(system, (tx) => tx.bondEvidence.count({ where }))).toBe(1)
    const stranger = (await givenAlliance()).intake
    expect(await openEvidence({ staff: stranger, bondId: second(), evidenceId })).toBeNull()
    expect(await brokenBooks()).toEqual([])
  })

  test('is kept while a demand for any of the funds is open, and goes with it where it named somebody', async () => {
    const [, fundId = ''] = alliance.fundIds
    const administrator = await givenActor(fundId, ['administrator'])
    const evidenceId = await givenEvidence(alliance.intake, bondIds[0])
    const demandId = await openDemand({
      ...{ staff: administrator, timezone },
      demand: {
        ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
        scope: { kind: 'fund', fundId },
      },
    })
    const kept = () => inTransaction(system, (tx) => tx.bondEvidenceContent.count({ where: { evidenceId } }))
    await reviewEvidence({ staff: alliance.approver, bondId: bondIds[0], evidenceId, clean: false })
    expect(await kept()).toBe(1)
    await closeDemand({ staff: administrator, demandId, given: ['nothing'] })
    expect(await kept()).toBe(0)
    expect(await brokenBooks()).toEqual([])
  })
})

describe('the papers of a bond that funds share', () => {
  const paper = (bondId: string, more: object = {}, staff: Actor = alliance.intake) =>
    recordPaper({
      ...{ staff, bondId, paper: 'court_receipt', standing: 'original', happenedOn: today() },
      ...{ documentId: null, evidenceId: null },
      ...more,
    })
  const party = (bondId: string, more: object = {}, staff: Actor = alliance.intake) =>
    recordParty({
      ...{ staff, bondId, role: 'depositor', holder: 'relative', name: '', signedOn: null },
      ...more,
    })

  test('are recorded once, with one original and one copy, and are in hand for every fund', async () => {
    const auditors = await ofEach('auditor')
    const personId = await givenPersonOf({ ...alliance, fundId: alliance.fundIds[0] }, bondIds[0])
    const { documentId } = await givenDocument(alliance.intake, personId)
    const evidenceId = await givenEvidence(alliance.intake, bondIds[0], documentId)
    expect(await missing()).toEqual([['court_receipt'], ['court_receipt']])
    await paper(second(), { documentId, evidenceId })
    expect(await missing()).toEqual([[], []])
    await party(second())
    expect(await missing()).toEqual([['bail_assignment'], ['bail_assignment']])
    for (const index of [0, 1]) {
      const found = await page(...ownOf(index, auditors), 'auditor')
      expect(found).toMatchObject({ missing: ['bail_assignment'], drawnTo: 'depositor', mayKeep: false })
      expect(found.parties).toMatchObject([{ role: 'depositor', holder: 'relative' }])
      const seen = found.papers.find(({ paper: which }) => which === 'court_receipt')?.seen
      expect(seen).toMatchObject({ standing: 'original', evidenceId })
    }
    const counts = await inTransaction(system, async (tx) => [
      await tx.bondPaper.count({ where: { bondId: { in: bondIds } } }),
      await tx.bondParty.count({ where: { bondId: { in: bondIds } } }),
      await tx.personDocument.count({ where: { personId } }),
    ])
    expect(counts).toEqual([1, 1, 1])
    expect(await brokenBooks()).toEqual([])
  })

  test('have one name for each role, which the next takes the place of, whichever part it is entered from', async () => {
    const personId = await givenPersonOf({ ...alliance, fundId: alliance.fundIds[0] }, bondIds[0])
    await party(bondIds[0], { name: 'Old Marigold' })
    await party(second(), { name: 'Marigold Quill' })
    for (const bondId of bondIds)
      expect(await revealParties({ staff: alliance.intake, bondId, reason: 'correction' })).toEqual([
        { role: 'depositor', name: 'Marigold Quill' },
      ])
    expect(await inTransaction(system, (tx) => tx.personParty.count({ where: { personId } }))).toBe(1)
  })

  test('that were kept with one part before count for the other, the last of all of them first', async () => {
    const kept = (bondId: string, standing: string) =>
      inTransaction(system, (tx) =>
        tx.bondPaper.create({
          data: {
            ...{ bondId, paper: 'court_receipt', standing, happenedOn: new Date(today()) },
            ...{ recordedBy: alliance.intake.id, occurredAt: new Date() },
          },
        }),
      )
    await kept(second(), 'copy')
    expect(await missing()).toEqual([[], []])
    await kept(bondIds[0], 'lost')
    expect(await missing()).toEqual([['court_receipt'], ['court_receipt']])
    await kept(second(), 'original')
    expect(await missing()).toEqual([[], []])
  })

  test('are found from each part when someone asks what is stored of the person', async () => {
    const [, fundId = ''] = alliance.fundIds
    const team = { ...alliance, fundId }
    const personId = await givenPersonOf(team, second())
    const scope = { scope: { kind: 'staff' as const, fundIds: [fundId] } }
    const counted = () => inTransaction(scope, (tx) => stored(tx, personId))
    const before = await counted()
    await paper(second())
    await party(second())
    await givenEvidence(alliance.intake, second())
    expect(await counted()).toMatchObject({ papers: before.papers + 2, evidence: 1 })
  })

  test('are written by nobody who does not keep papers in every fund', async () => {
    const one = await givenActor(alliance.fundIds[0], ['intake'])
    const half = { ...one, fundIds: alliance.fundIds }
    const auditor = await givenActorIn(alliance.fundIds, ['auditor'])
    const evidenceId = await givenEvidence(alliance.intake, second())
    const review = (staff: Actor) => reviewEvidence({ staff, bondId: bondIds[0], evidenceId, clean: true })
    const said = await refusalsOf([
      ...[
        paper(bondIds[0], {}, one),
        party(bondIds[0], {}, one),
        givenEvidence(one, bondIds[0]),
        review(one),
      ],
      ...[paper(bondIds[0], {}, half), party(bondIds[0], {}, half), givenEvidence(half, bondIds[0])],
      ...[review(half), paper(second(), {}, auditor)],
    ])
    expect(said).toEqual([
      ...Array.from({ length: 4 }, () => 'shared_bond_needs_every_fund'),
      ...Array.from({ length: 5 }, () => 'role_may_not'),
    ])

    const byHand = (sql: string, values: unknown[]) =>
      brokenRule(namingViolations(() => run(world.ownerUrl, [[sql, values]])))
    const insert = `insert into bond_party (id, bond_id, role, holder, recorded_by, occurred_at)
       values ($1, $2, 'obligor', 'fund', $3, now())`
    expect(await byHand(insert, [randomUUID(), bondIds[0], one.id])).toBe('paper_keeper_holds_the_role')
    const look = `insert into bond_evidence_review (evidence_id, clean, reviewed_by, occurred_at) values ($1, true, $2, now())`
    expect(await byHand(look, [evidenceId, one.id])).toBe('paper_keeper_holds_the_role')
    const again = `insert into bond_evidence (id, bond_id, purpose, receipt_number, media_type, byte_size, sha256, added_by, occurred_at)
       select $1, $2, purpose, receipt_number, media_type, byte_size, sha256, added_by, now() from bond_evidence where id = $3`
    expect(await byHand(again, [randomUUID(), second(), evidenceId])).toBe('evidence_is_added_once')
  })
})
