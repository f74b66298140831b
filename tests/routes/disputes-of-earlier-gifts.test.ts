import { expect, test } from 'vitest'
import type { Role } from '#app/domain/staff/access.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as waiting from '#app/routes/admin._index.tsx'
import * as disputes from '#app/routes/admin.disputes._index.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { csvOf, givenBroughtIn } from '#tests/support/given-import.ts'
import { givenDispute } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

await useWorld()

const at = new Date('2026-02-01T12:00:00Z')
const dueBy = new Date('2026-02-15T23:59:59Z')

async function member(fundId: string, roles: Role[]) {
  const { id } = await givenActor(fundId, roles)
  await givenTotp(id)
  return signedIn(id)
}
type Member = Awaited<ReturnType<typeof member>>

const listed = async (who: Member) => (await who.get(disputes)).data
const waits = async (who: Member) => {
  const { items } = (await who.get(waiting)).data as { items: { to: string; act: string; dueAt: Date }[] }
  return items.filter(({ to }) => to.includes('/disputes')).map(({ to, act, dueAt }) => ({ to, act, dueAt }))
}
/** What Stripe said when it was asked. */
const said = (id: string, status: string) => {
  const told = { status, dueBy, amountCents: 25_00n, reason: 'fraudulent', seenAt: new Date() }
  return inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.disputeCase.upsert({
      ...{ where: { id }, update: told },
      create: { ...told, id, chargeId: 'ch_Early', createdAt: at },
    }),
  )
}

test('a dispute over a gift from before this site waits with its last moment, and is listed as answered at Stripe', async () => {
  const fundId = await givenFund({ slug: 'bail' })
  const staff = await givenActor(fundId, ['administrator', 'treasurer'])
  const email = 'early@donor.example'
  await givenBroughtIn({ staff, fundId, file: csvOf([{ email, name: 'Early Giver', id: 'ch_Early' }]) })
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email } })
  const id = await givenDispute({ chargeId: 'ch_Early', cents: 25_00n, at, status: 'needs_response' })
  const to = `/admin/disputes#${id}`
  const act = 'answer_dispute_at_stripe'

  // Before Stripe is asked until when, it waits all the same.
  const treasurer = await member(fundId, ['treasurer'])
  expect(await waits(treasurer)).toEqual([{ to, act, dueAt: null }])
  expect(await listed(treasurer)).toMatchObject({ imported: [{ id, status: 'needs_response', dueBy: null }] })

  await said(id, 'needs_response')
  expect(await waits(treasurer)).toEqual([{ to, act, dueAt: dueBy }])
  const facts = { id, donorName: 'Early Giver', fundName: 'Bail Fund', amountCents: 25_00n, dueBy }
  expect(await listed(treasurer)).toMatchObject({
    ...{ open: [], decided: [] },
    imported: [{ ...facts, donorId, reason: 'fraudulent' }],
  })

  // An auditor reads it and may not open donors; another fund's people learn nothing.
  const auditor = await member(fundId, ['auditor'])
  expect(await waits(auditor)).toEqual([])
  expect(await listed(auditor)).toMatchObject({ imported: [{ ...facts, donorId: null }] })
  const stranger = await member(await givenFund({ slug: 'elsewhere' }), ['treasurer'])
  expect(await waits(stranger)).toEqual([])
  expect(await listed(stranger)).toMatchObject({ imported: [] })

  // The bank has an answer: nobody waits, and it stays listed.
  await said(id, 'under_review')
  expect(await waits(treasurer)).toEqual([])
  expect(await listed(treasurer)).toMatchObject({ imported: [{ id, status: 'under_review' }] })
})
