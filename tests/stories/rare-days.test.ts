import { expect, test } from 'vitest'
import { listDemands } from '#app/domain/demands/list-demands.server.ts'
import { emergencies } from '#app/domain/vault/emergency/emergencies.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { seedPeople } from '#prisma/seed/people.ts'
import { seedRareDays } from '#prisma/seed/rare-days.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenBankBalance, givenFund, givenOrganization } from '#tests/support/given.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('the demonstration shows what a fund meets once in years, each waiting for the right person', async () => {
  await givenOrganization()
  const fundId = await givenFund({ slug: 'community-bail' })
  await givenBankBalance(fundId, 20_000_00n)
  const staff = await seedPeople([fundId])
  const today = new Date()
  for (const name of ['Gray Fictional', 'Harper Fictional', 'Avery Fictional'])
    await givenPerson(fundId, { name })
  await seedRareDays(fundId, staff, today)

  const waiting = async (email: string) => {
    const { id, staffRoleByStaffIds: roles } = await db().staff.findUniqueOrThrow({
      where: { email },
      include: { staffRoleByStaffIds: true },
    })
    const reader = { id, fundIds: [fundId], roles: roles as never, language: 'en' }
    const acts = (await waitingForMe({ staff: reader })).map(({ act }) => act)
    return acts.filter((act) => /limits|emergency|recovery/.test(act)).sort()
  }
  expect(await waiting('sam@larkspur.example')).toEqual([
    'confirm_limits',
    'confirm_recovery',
    'review_emergency',
  ])
  expect(await waiting('kit@larkspur.example')).toEqual(['review_emergency'])
  expect(await waiting('robin@larkspur.example')).toEqual([])
  expect(await emergencies({ fundIds: [fundId] })).toMatchObject([{ isOpen: true, review: null }])
  const demands = await listDemands({ staff: staff.sam, fundIds: [fundId] })
  expect(demands).toMatchObject([{ kind: 'subpoena' }])

  const held = await inTransaction(
    { scope: { kind: 'system' } },
    (tx) => tx.$queryRaw<{ held: boolean; people: bigint }[]>`
      select person_is_on_hold(id) as held, count(*) as people from person group by 1 order by 1`,
  )
  expect(held.map((each) => [each.held, Number(each.people)])).toEqual([
    [false, 2],
    [true, 1],
  ])
  expect(await brokenBooks()).toEqual([])
})
