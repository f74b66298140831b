import { expect, test } from 'vitest'
import { recoveryDesk } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approveBy } from '#tests/support/given-disbursement.ts'
import {
  type Alliance,
  givenAlliance,
  givenSharedBond,
  givenSharedProposal,
} from '#tests/support/given-shared-bond.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const waiting = (staff: Alliance['intake'], roles: Role[], fundIds: string[] = staff.fundIds) =>
  waitingForMe({
    staff: {
      ...{ id: staff.id, fundIds, language: 'en' },
      roles: fundIds.flatMap((fundId) => roles.map((role) => ({ fundId, role }))),
    },
  })

test('a shared bond that every fund approved waits once, for those who may pay all of it', async () => {
  const alliance = await givenAlliance()
  const shared = await givenSharedProposal(alliance, { fees: [20_00n, 5_00n] })
  const [first = '', second = ''] = shared.disbursementIds
  await approveBy(alliance.approver, first)
  expect(await waiting(alliance.intake, ['intake'])).toEqual([])
  await approveBy(alliance.approver, second)

  const expiries = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.disbursement.findMany({
      where: { id: { in: [first, second] } },
      orderBy: { expiresAt: 'asc' },
      select: { expiresAt: true },
    }),
  )
  const found = await waiting(alliance.intake, ['intake'])
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({
    ...{ act: 'pay_shared', to: `/admin/shared-bonds/${shared.sharedBondId}`, caseCode: shared.caseCode },
    ...{ amountCents: 5_025_00n, dueAt: expiries[0]?.expiresAt },
  })

  const acts = async (...of: Parameters<typeof waiting>) => (await waiting(...of)).map(({ act }) => act)
  expect(await acts(alliance.intake, ['intake'], [alliance.fundIds[0]])).toEqual([])
  expect(await acts(alliance.approver, ['intake'])).toEqual([])
  expect(await acts(alliance.intake, ['auditor'])).toEqual([])
})

test('a shared bond of which a fund said no waits for nobody', async () => {
  const alliance = await givenAlliance()
  const shared = await givenSharedProposal(alliance)
  const [first = '', second = ''] = shared.disbursementIds
  await approveBy(alliance.approver, first)
  await rejectDisbursement({ staff: alliance.approver, disbursementId: second, reason: 'not_now' })
  expect(await waiting(alliance.intake, ['intake'])).toEqual([])
})

test('a shared bond that is posted waits once, and not for those who serve only one of its funds', async () => {
  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance)
  const of = async (act: string, fundIds?: string[]) =>
    (await waiting(alliance.treasurer, ['approver'], fundIds)).filter((item) => item.act === act)
  expect(await of('record_release')).toMatchObject([
    { to: `/admin/bonds/${bondIds[0]}`, amountCents: 5_000_00n, fundId: alliance.fundIds[0] },
  ])
  for (const fundId of alliance.fundIds) expect(await of('record_release', [fundId])).toEqual([])

  const [bondId] = bondIds
  await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  expect(await of('ask_for_date')).toMatchObject([
    { to: `/admin/bonds/${bondId}/dates`, amountCents: 5_000_00n },
  ])
  for (const fundId of alliance.fundIds) expect(await of('ask_for_date', [fundId])).toEqual([])
})

test('money due of a shared bond is one claim with the whole amount, asked for by those who serve every fund of it', async () => {
  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance)
  const [bondId] = bondIds
  await recordRelease({ staff: alliance.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await recordDisposition({ staff: alliance.intake, bondId, knownFrom: 'lawyer' })

  const claims = async (fundIds?: string[]) =>
    (await waiting(alliance.treasurer, ['approver'], fundIds)).filter(({ act }) => act === 'file_claim')
  expect(await claims()).toMatchObject([{ to: `/admin/bonds/${bondId}/chase`, amountCents: 5_000_00n }])
  for (const fundId of alliance.fundIds) expect(await claims([fundId])).toEqual([])

  const desk = (fundIds: string[], fundSlug: string | null = null) =>
    recoveryDesk({
      staff: { id: alliance.treasurer.id, fundIds, roles: [], language: 'en' },
      ...{ timezone: 'America/Chicago', fundSlug, after: null },
    })
  const both = await desk(alliance.fundIds)
  expect(both.rows).toMatchObject([{ id: bondId, dueCents: 5_000_00n, otherFunds: [] }])
  expect([both.all, both.byFund.map(({ bonds }) => bonds)]).toEqual([{ bonds: 1, cents: 5_000_00n }, [1, 1]])
  for (const { slug } of both.byFund) {
    expect((await desk(alliance.fundIds, slug)).rows).toMatchObject([{ id: bondId }])
  }
  const one = await desk([alliance.fundIds[1]])
  expect(one.rows).toMatchObject([{ id: bondIds[1], dueCents: 2_000_00n, otherFunds: [expect.any(String)] }])
  expect(one.all).toEqual({ bonds: 1, cents: 2_000_00n })
})

test('why someone is still inside is asked once, by those who serve every fund of it', async () => {
  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance)
  const later = new Date(Date.now() + 2 * 86_400_000)
  const checks = (fundIds?: string[]) =>
    asOfTime(later, async () =>
      (await waiting(alliance.treasurer, ['approver'], fundIds))
        .filter(({ act }) => act === 'check_release')
        .map(({ to }) => to),
    )
  expect(await checks()).toEqual([`/admin/bonds/${bondIds[0]}/dates`])
  expect(await checks([alliance.fundIds[0]])).toEqual([])
})
