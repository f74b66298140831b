import { expect, test } from 'vitest'
import { addressPage } from '#app/domain/address-change/address-page.server.ts'
import { changeAddress } from '#app/domain/address-change/change-address.server.ts'
import { recordNotice } from '#app/domain/address-change/record-notice.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { today } from '#tests/support/given-remittance.ts'
import { givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

type Held = { fundId: string; role: Role }[]

const waiting = async ({ id, fundIds }: { id: string; fundIds: string[] }, held: Held) =>
  (await waitingForMe({ staff: { id, fundIds, language: 'en', roles: held } })).filter(
    ({ act }) => act === 'tell_address',
  )

test('ICE is told of a new address for a shared bond in one letter, which is one of its papers', async () => {
  const alliance = await givenAlliance()
  const { bondIds } = await givenSharedBond(alliance, { kind: 'immigration_bond' })
  const [fundId] = alliance.fundIds
  const { changeId } = await changeAddress({
    ...{ staff: await givenActor(fundId, ['administrator']), address: '2 Mill Lane, Larkspur' },
    effectiveOn: '2026-01-15',
  })
  const roles = alliance.fundIds.map((id) => ({ fundId: id, role: 'intake' as const }))
  const page = (held = roles) => addressPage({ staff: { ...alliance.intake, roles: held } })
  expect(await page()).toMatchObject({
    left: 1,
    venues: [{ bonds: [{ bondId: bondIds[0], mayTell: true }] }],
  })
  expect(await page(roles.slice(0, 1))).toMatchObject({ left: 1, venues: [{ bonds: [{ mayTell: false }] }] })

  const tell = (staff: typeof alliance.intake, ids: string[]) =>
    recordNotice({ staff, changeId, bondIds: ids, way: 'by_mail', notifiedOn: today() })
  const half = await givenActor(fundId, ['intake'])
  const refused = await refusalOf(tell({ ...half, fundIds: alliance.fundIds }, [bondIds[0]]))
  expect(refused.code).toBe('role_may_not')
  expect(await waiting(half, roles.slice(0, 1))).toEqual([])
  expect(await waiting(alliance.intake, roles)).toMatchObject([{ fundId }])
  await tell(alliance.intake, bondIds)
  expect(await waiting(alliance.intake, roles)).toEqual([])
  expect(await page()).toMatchObject({ left: 0, venues: [{ bonds: [{ notice: { way: 'by_mail' } }] }] })
  expect(await brokenRule(tell(alliance.intake, [bondIds[1] ?? '']))).toBe('bond_is_told_of_a_change_once')

  const where = { bondId: { in: bondIds } }
  const [told, papers] = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
    await tx.addressChangeNotice.count({ where }),
    await tx.bondPaper.findMany({ where }),
  ])
  expect(told).toBe(2)
  expect(papers).toMatchObject([{ bondId: bondIds[0], paper: 'i333', standing: 'sent' }])
})
