import { beforeAll, expect, test } from 'vitest'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { waitingEvidence } from '#app/domain/evidence/waiting.server.ts'
import { workingDaysLate } from '#app/domain/requests/working-days.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as page from '#app/routes/admin.evidence.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { signedIn, visitor } from '#tests/routes/visitor.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenEvidence } from '#tests/support/given-papers.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const day = 86_400_000
let team: Team
let other: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  other = await givenTeam({ fund: { slug: 'valley' } })
})

type Listed = { rows: { id: string; daysLate: number; evidence: string; mayAdd: boolean; poster: string }[] }

async function enter(staff: { id: string }) {
  await givenTotp(staff.id)
  return signedIn(staff.id)
}

const waitingFor = (staff: { id: string; fundIds: string[] }, role: Role) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const reader = { ...staff, roles: [], language: 'en' } as Reader
    const found = await waitingEvidence(tx, {
      staff: reader,
      personIn: () => ({ id: staff.id, roles: [role] }),
    })
    return found.map(({ act, to }) => [act, to])
  })

test('a posted bond is listed until a second person has found its receipt clean', async () => {
  const intake = await enter(team.intake)
  const listed = async () => (await intake.get(page)).data as Listed
  expect(await listed()).toMatchObject({ rows: [] })
  const { bondId } = await givenPostedBond(team, { principal: 900_00n })
  const { bondId: foreign } = await givenPostedBond(other)
  expect((await listed()).rows).toMatchObject([
    { id: bondId, daysLate: 0, evidence: 'none_yet', mayAdd: true, poster: 'intake' },
  ])
  expect(JSON.stringify((await listed()).rows.map(({ id }) => id))).not.toContain(foreign)
  expect(await waitingFor(team.intake, 'intake')).toEqual([])

  const later = <T>(work: () => Promise<T>) => asOfTime(new Date(Date.now() + 12 * day), work)
  const act = ['add_evidence', `/admin/bonds/${bondId}/evidence`]
  expect(await later(() => waitingFor(team.intake, 'intake'))).toEqual([act])
  expect(await later(() => waitingFor(team.approver, 'approver'))).toEqual([act])
  expect(await later(() => waitingFor(team.intake, 'auditor'))).toEqual([])

  const dirty = await givenEvidence(team.intake, bondId)
  expect((await listed()).rows).toMatchObject([{ evidence: 'unreviewed' }])
  // It waits for its reviewer now, and is told of as that.
  expect(await later(() => waitingFor(team.intake, 'intake'))).toEqual([])
  await reviewEvidence({ staff: team.approver, bondId, evidenceId: dirty, clean: false })
  expect((await listed()).rows).toMatchObject([{ evidence: 'removed' }])
  expect(await later(() => waitingFor(team.intake, 'intake'))).toEqual([act])
  const clean = await givenEvidence(team.intake, bondId)
  await reviewEvidence({ staff: team.approver, bondId, evidenceId: clean, clean: true })
  expect((await listed()).rows).toEqual([])
})

test('an auditor reads it and adds nothing; whoever only posts and strangers do not', async () => {
  const { bondId } = await givenPostedBond(team)
  const auditor = await enter(await givenActor(team.fundId, ['auditor']))
  expect((await auditor.get(page)).data).toMatchObject({ rows: [{ id: bondId, mayAdd: false }] })
  expect((await auditor.get(page, { search: '?fund=valley' })).data).toMatchObject({ rows: [] })
  expect((await auditor.get(page, { search: '?fund=bail' })).data).toMatchObject({ rows: [{ id: bondId }] })
  expect((await (await enter(await givenPoster(team.fundId))).get(page)).status).toBe(403)
  expect((await visitor().get(page)).status).toBe(302)
})

test('late is counted in working days where the organization is', () => {
  const chicago = 'America/Chicago'
  const due = new Date('2026-11-20T23:00:00Z') // Friday, 5 pm
  const late = (moment: string) => workingDaysLate(due, new Date(moment), chicago)
  expect(late('2026-11-20T23:00:00Z')).toBe(0)
  expect(late('2026-11-20T23:01:00Z')).toBe(1)
  expect(late('2026-11-22T18:00:00Z')).toBe(1)
  expect(late('2026-11-23T06:00:00Z')).toBe(1)
  // Thanksgiving is none.
  expect(late('2026-11-28T18:00:00Z')).toBe(4)
})

test('many of one fund are one thing to do, with their sum, by the one that has waited longest', async () => {
  const many = await givenTeam({ fund: { slug: 'many' } })
  for (const principal of [100_00n, 200_00n, 300_00n, 400_00n]) await givenPostedBond(many, { principal })
  const later = new Date(Date.now() + 12 * day)
  const found = await asOfTime(later, () => waitingFor(many.intake, 'intake'))
  expect(found).toEqual([['add_many_evidence', '/admin/evidence']])
})
