import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { narrowedPages, paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { sessionCookie } from '#app/http/session.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenStaff } from '#tests/support/given.ts'
import { givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'

const app = await useApp(await useWorld())

let bail: Team
let rides: Team
let posted: Awaited<ReturnType<typeof givenPostedBond>>
let cookie: string
beforeAll(async () => {
  bail = await givenTeam({ bank: 20_000_00n, fund: { slug: 'bail' } })
  rides = await givenTeam({ bank: 20_000_00n, fund: { slug: 'rides' } })
  await givenTeam({ fund: { slug: 'strange' } })
  await givenPostedBond(rides, { principal: 500_00n })
  posted = await givenPostedBond(bail, { principal: 500_00n })
  const staff: ActingStaff = { id: await givenStaff(), fundIds: [bail.fundId, rides.fundId] }
  const works = ['intake', 'treasurer', 'administrator', 'auditor'] as const
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffRole.createMany({
      data: staff.fundIds.flatMap((fundId) => works.map((role) => ({ staffId: staff.id, fundId, role }))),
    }),
  )
  await givenTotp(staff.id)
  const visit = { device: 'Firefox', address: '127.0.0.1' }
  const session = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    startSession(tx, { staffId: staff.id, method: 'totp', visit }),
  )
  cookie = sessionCookie(session).split(';')[0] ?? ''
})

const asked = (path: string) => new Request(`${app.url}${path}`, { headers: { Cookie: cookie } })

test('every page that can be narrowed opens narrowed to each fund, and offers the other', async () => {
  const wrong: string[] = []
  for (const path of narrowedPages) {
    for (const fund of ['bail', 'rides']) {
      const answer = await fetch(asked(`${path}?fund=${fund}`))
      const page = await answer.text()
      const offers = page.includes('<option value="bail"') && page.includes('<option value="rides"')
      if (answer.status !== 200 || !offers || page.includes('<option value="strange"'))
        wrong.push(`${path} ${fund}: ${answer.status}`)
    }
  }
  expect(wrong).toEqual([])
}, 240_000)

test('on such a page its reader is who they are in that fund, and nobody in another', async () => {
  const reads = (path: string) => requireStaff(asked(path), 'bonds:read')
  expect(await reads(`${paths.bonds()}?fund=rides`)).toMatchObject({ fundIds: [rides.fundId] })
  const { roles } = await reads(`${paths.bonds()}?fund=rides`)
  expect(new Set(roles.map(({ fundId }) => fundId))).toEqual(new Set([rides.fundId]))
  for (const search of ['', '?fund=', '?fund=strange', '?fund=none'])
    expect((await reads(`${paths.bonds()}${search}`)).fundIds.toSorted()).toEqual(
      [bail.fundId, rides.fundId].toSorted(),
    )
})

test('a page of one thing stays what it is, whatever fund its address still names', async () => {
  expect((await fetch(asked(`${paths.bond(posted.bondId)}?fund=rides`))).status).toBe(200)
})
