import { expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { openEvidence } from '#app/domain/evidence/open-evidence.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { bondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenActor, givenPostedBond, givenTeam } from '#tests/support/given-disbursement.ts'
import { givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

test.each(['person', 'fund'] as const)(
  'a copy that named somebody is closed while a demand for the %s is open, and goes with the last of them',
  async (covered) => {
    const team = await givenTeam({ bank: 90_000_00n })
    const administrator = await givenActor(team.fundId, ['administrator'])
    const { bondId } = await givenPostedBond(team)
    if (covered === 'person') await givenPersonOf(team, bondId)
    const { caseCode } = await inTransaction(system, (tx) =>
      tx.bond.findUniqueOrThrow({ where: { id: bondId } }),
    )
    const evidenceId = await givenEvidence(team.intake, bondId)
    const open = () =>
      openDemand({
        staff: administrator,
        timezone: 'America/Chicago',
        demand: {
          ...{ kind: 'subpoena', receivedOn: '2026-01-10', deadlineOn: null, counsel: 'Counsel Example' },
          scope: covered === 'person' ? { kind: 'person', caseCode } : { kind: 'fund', fundId: team.fundId },
        },
      })
    const close = (demandId: string) => closeDemand({ staff: administrator, demandId, given: ['nothing'] })
    const kept = () => inTransaction(system, (tx) => tx.bondEvidenceContent.count({ where: { evidenceId } }))
    const reader = {
      ...{ id: team.approver.id, fundIds: [team.fundId], language: 'en' },
      roles: [{ fundId: team.fundId, role: 'approver' as const }],
    }
    const listed = async () => (await bondPapers({ bondId, staff: reader }))?.evidence

    const [one, other] = [await open(), await open()]
    await reviewEvidence({ staff: team.approver, bondId, evidenceId, clean: false })
    expect(await kept()).toBe(1)
    for (const staff of [team.approver, team.intake, administrator])
      expect(await openEvidence({ staff, bondId, evidenceId })).toBeNull()
    expect(await listed()).toMatchObject([{ clean: false, held: true, mayOpen: false }])
    expect(await brokenBooks()).toEqual([])

    await close(one)
    expect(await kept()).toBe(1)
    await close(other)
    expect(await kept()).toBe(0)
    expect(await listed()).toMatchObject([{ clean: false, held: false }])
    expect(await brokenBooks()).toEqual([])
  },
)
