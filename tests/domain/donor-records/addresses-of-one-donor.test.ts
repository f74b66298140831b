import { beforeAll, expect, test } from 'vitest'
import { askEmailChange } from '#app/domain/donor-area/settings/ask-email-change.server.ts'
import { confirmEmailChange } from '#app/domain/donor-area/settings/confirm-email-change.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { mergeBy, undoBy } from '#tests/support/given-merge.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)

const [stays, joins] = ['robin@donor.example', 'robin.old@donor.example']
let team: Team
let survivorId = ''
let mergedId = ''
let mergeId = ''

const idOf = async (email: string) => (await db().donor.findUniqueOrThrow({ where: { email } })).id
const emailOf = async (id: string) => (await db().donor.findUniqueOrThrow({ where: { id } })).email
const sentTo = async (email: string, message: string) =>
  db().mail.count({ where: { recipient: email, message } })

/** Asks for another address as a donor, and opens the link in the mail that goes there. */
async function changeTo(donorId: string, email: string): Promise<void> {
  await askEmailChange({ donorId, email, language: 'en' })
  const { props } = await db().mail.findFirstOrThrow({
    where: { recipient: email, message: 'donor-email-change' },
    orderBy: { recordedAt: 'desc' },
  })
  const { confirmUrl } = props as { confirmUrl: string }
  await confirmEmailChange({ token: confirmUrl.split('/').at(-1) ?? '' })
}

beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  await give({ slug: 'bail', amount: '20', email: stays })
  await give({ slug: 'bail', amount: '35', frequency: 'monthly', email: joins })
  await settled()
  ;[survivorId, mergedId] = [await idOf(stays), await idOf(joins)]
  ;({ mergeId } = await mergeBy(team.treasurer, { survivorId, mergedId }))
})

test('the next receipt of a monthly gift that was joined goes to whoever stands, and so does what corrects it', async () => {
  expect(await sentTo(joins, 'receipt')).toBe(1)
  await control.post('clock', { advanceSeconds: 32 * 86_400 })
  await settled()
  expect([await sentTo(joins, 'receipt'), await sentTo(stays, 'receipt')]).toEqual([1, 2])

  const last = await db().payment.findFirstOrThrow({
    where: { donorId: survivorId, recurringDonationId: { not: null } },
    orderBy: { occurredAt: 'desc' },
  })
  await stripe().refunds.create({ charge: String(last.chargeId), amount: 5_00 })
  await settled()
  expect([await sentTo(joins, 'receipt'), await sentTo(stays, 'receipt')]).toEqual([1, 3])
  expect([await sentTo(joins, 'refund-notice'), await sentTo(stays, 'refund-notice')]).toEqual([0, 1])

  const { id } = await control.post<{ id: string }>('disputes', { charge: last.chargeId })
  await settled()
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  await settled()
  expect([await sentTo(joins, 'dispute-notice'), await sentTo(stays, 'dispute-notice')]).toEqual([0, 1])
})

test('a donor takes the address of a record that is the same person: both still sign in, and no other’s is taken', async () => {
  await givenDonor({ email: 'another@donor.example' })
  expect(await whyRefused(changeTo(survivorId, 'another@donor.example'))).toBe('donor_email_is_unique')

  await changeTo(survivorId, joins)
  expect([await emailOf(survivorId), await emailOf(mergedId)]).toEqual([joins, stays])
  expect(await sentTo(stays, 'donor-email-changed')).toBe(1)
  await control.post('clock', { advanceSeconds: 31 * 86_400 })
  await give({ slug: 'bail', amount: '15', email: stays })
  await settled()
  // A renewal and the gift by the address that is the other record's now.
  expect([await sentTo(joins, 'receipt'), await sentTo(stays, 'receipt')]).toEqual([3, 3])
  expect(await db().payment.count({ where: { donorId: mergedId } })).toBe(0)
  expect(await brokenBooks()).toEqual([])
})

test('taken apart, each has the address that it came with', async () => {
  await undoBy(team.treasurer, { donorId: survivorId, mergeId })
  expect([await emailOf(survivorId), await emailOf(mergedId)]).toEqual([stays, joins])

  const again = await mergeBy(team.treasurer, { survivorId, mergedId })
  await changeTo(survivorId, joins)
  await changeTo(survivorId, 'robin.new@donor.example')
  await undoBy(team.treasurer, { donorId: survivorId, mergeId: again.mergeId })
  expect([await emailOf(survivorId), await emailOf(mergedId)]).toEqual(['robin.new@donor.example', joins])
  expect(await brokenBooks()).toEqual([])
})
