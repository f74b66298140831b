import { beforeEach, expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import type { SaidOfEnd } from '#app/domain/case-ends/case-end.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { refusalsOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam({ bank: 20_000_00n })
  bondId = await givenActiveBond(team, { kind: 'immigration_bond', principal: 5_000_00n })
})

const end = (said: SaidOfEnd) =>
  moveBond({ staff: team.intake, bondId, to: 'case_ended', knownFrom: 'ice_notice', ...said })
const dispose = (said: SaidOfEnd) =>
  recordDisposition({ staff: team.intake, bondId, knownFrom: 'ice_notice', ...said })
const stateOf = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => tx.bond.findUniqueOrThrow({ where: { id: bondId } }))
const seenBy = (role: Role) =>
  bondPage({
    bondId,
    staff: { ...team.intake, roles: [{ fundId: team.fundId, role }], language: 'en' },
  })

test('an immigration case ends with one of five reasons and its proof, or not at all', async () => {
  const evidenceId = await givenEvidence(team.intake, bondId)
  const otherBond = await givenActiveBond(team, { kind: 'immigration_bond' })
  const foreign = await givenEvidence(team.intake, otherBond)
  const removed = await givenEvidence(team.intake, bondId)
  await reviewEvidence({ staff: team.approver, bondId, evidenceId: removed, clean: false })
  const proof = { endProof: { evidenceId } }
  for (const act of [end, dispose])
    expect(
      await refusalsOf([
        act({}),
        act(proof),
        act({ endReason: 'death' }),
        act({ endReason: 'death', endProof: { evidenceId: foreign } }),
        act({ endReason: 'death', endProof: { evidenceId: removed } }),
        act({ endReason: 'death', endProof: { documentId: evidenceId } }),
      ]),
    ).toEqual([
      'case_end_has_its_reason',
      'case_end_has_its_reason',
      'case_end_has_its_proof',
      'papers_are_of_their_case',
      'papers_are_of_their_case',
      'papers_are_of_their_case',
    ])
  expect((await stateOf()).state).toBe('active')
  await end({ endReason: 're_detention', ...proof })
  expect((await stateOf()).state).toBe('case_ended')
  expect(await whyRefused(dispose({ endReason: 'relief', ...proof }))).toBe(
    'only_an_immigration_case_has_an_end',
  )
  await dispose({})
  expect((await stateOf()).state).toBe('refund_due')
})

test('an original in the vault proves it too; a court’s case is not asked', async () => {
  const personId = await givenPersonOf(team, bondId)
  const { documentId } = await givenDocument(team.intake, personId)
  await dispose({ endReason: 'departure', endProof: { documentId } })
  expect(await seenBy('intake')).toMatchObject({ caseEnd: { reason: 'departure', documentNumber: 1 } })

  const bail = { staff: team.intake, bondId: await givenActiveBond(team), knownFrom: 'court_docket' } as const
  expect(await whyRefused(recordDisposition({ ...bail, endReason: 'order' }))).toBe(
    'only_an_immigration_case_has_an_end',
  )
  await recordDisposition(bail)
})

test('the reason is read by those who follow the bond, and stands nowhere in the clear', async () => {
  const endProof = { evidenceId: await givenEvidence(team.intake, bondId) }
  await end({ endReason: 're_detention', endProof })
  expect(await seenBy('intake')).toMatchObject({ caseEnd: { reason: 're_detention' } })
  expect(await seenBy('auditor')).toMatchObject({ caseEnd: { reason: null, ...endProof } })
  const [kept] = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ audit: string; sealed: string }[]>`
    select (select string_agg(a::text, ' ') from audit_event a) as audit,
           (select string_agg(encode(reason_sealed, 'escape'), ' ') from bond_case_end) as sealed`,
  )
  expect(JSON.stringify(kept)).not.toContain('re_detention')
})
