import { scheduleToken } from '#app/domain/recurring-donations/schedule-link.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { eraseDonor } from './erase-donor.server.ts'

/**
 * A donor's own wish to be forgotten: what still runs is stopped at Stripe first, since it is what charges. Where that fails
 * nothing is erased. Refuses as `stopMonthlyGift` and `eraseDonor` do.
 */
export async function eraseMe({ donorId }: { donorId: string }): Promise<void> {
  const running = await inTransaction({ scope: { kind: 'donor', donorId } }, (tx) =>
    tx.recurringDonation.findMany({
      where: { donorId, state: { not: 'cancelled' } },
      select: { id: true },
      orderBy: { id: 'asc' },
    }),
  )
  for (const { id } of running) await stopMonthlyGift(scheduleToken(id))
  await eraseDonor({ donorId })
}
