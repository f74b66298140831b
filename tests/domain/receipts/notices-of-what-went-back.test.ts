import { beforeAll, expect, test } from 'vitest'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { db } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { givenFund } from '#tests/support/given.ts'
import { useRunning } from '#tests/support/running.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)

beforeAll(async () => {
  await givenFund({ slug: 'bail' })
})

test('a notice of a refund and of a lost dispute speaks as the receipt does: by the name and language said since', async () => {
  const email = 'noor@donor.example'
  await give({ slug: 'bail', amount: '20', frequency: 'monthly', email })
  await settled()
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email } })
  await changeSettings({ donorId, change: { intent: 'language', language: 'es' } })
  await changeSettings({ donorId, change: { intent: 'name', name: 'Noor Otherwise' } })
  await control.post('clock', { advanceSeconds: 65 * 86_400 })
  await settled()
  const [last, before] = await db().payment.findMany({ where: { donorId }, orderBy: { occurredAt: 'desc' } })
  await stripe().refunds.create({ charge: String(last?.chargeId), amount: 5_00 })
  const { id } = await control.post<{ id: string }>('disputes', { charge: before?.chargeId })
  await settled()
  await control.post(`disputes/${id}/close`, { status: 'lost' })
  await settled()
  const notices = await db().mail.findMany({
    where: { recipient: email, message: { in: ['refund-notice', 'dispute-notice'] } },
    orderBy: { recordedAt: 'asc' },
  })
  expect(notices.map(({ message, language, props }) => [message, language, nameIn(props)])).toEqual([
    ['refund-notice', 'es', 'Noor Otherwise'],
    ['dispute-notice', 'es', 'Noor Otherwise'],
  ])
})

const nameIn = (props: unknown): string => (props as { donorName: string }).donorName
