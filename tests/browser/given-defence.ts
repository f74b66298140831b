import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { pauseGiving } from '#app/domain/defence/pause-giving.server.ts'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { refusedCard } from '#tests/support/given-defence.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { givenCharge, givenCharges, givenRefund } from '#tests/support/given-movements.ts'

const minute = 60_000

/** A pause that was lifted, refused cards over a day, a gift that went back whole, and one card with three names. */
export async function givenDefence({ fundId }: Team): Promise<void> {
  const ago = (minutes: number) => new Date(Date.now() - minutes * minute)
  const given = (email: string, card: string) => ({
    ...{ parts: [{ fundId, giftCents: 15_00n }], at: ago(200), email: `${email}@donor.example`, card },
  })
  const { chargeId, paymentId } = await givenCharge(given('once', 'card-once'))
  await givenRefund({ chargeId, cents: 15_00n, at: ago(100) })
  await givenCharges(['ash', 'beech', 'cedar'].map((name) => given(name, 'card-of-many')))
  await watchPatterns()

  const { intentId } = await db().payment.findUniqueOrThrow({ where: { id: paymentId } })
  for (const [hours, tries] of [
    [1, 2],
    [2, 5],
    [9, 1],
  ] as const)
    for (let tried = 0; tried < tries; tried++) await refusedCard({ intent: intentId, at: ago(hours * 60) })
  await asOfTime(ago(180), () =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      pauseGiving(tx, { cause: 'failed_tries', counted: 43 }),
    ),
  )
  const { id: pauseId } = await db().givingPause.findFirstOrThrow()
  const staff = await givenActor(fundId, ['administrator'])
  await asOfTime(ago(170), () => liftPause({ staff, pauseId, reason: 'attack_over' }))
}
