import type { CronItem } from 'graphile-worker'
import type { JobName, Payload } from './queue.ts'

const item = <N extends JobName>(
  task: N,
  match: string,
  payload: Payload<N>,
  more: Partial<CronItem> = {},
): CronItem => ({
  task,
  match,
  payload,
  ...more,
})

/** What runs by the clock, in crontab's form (UTC). Every run is safe to repeat, so a missed night is made up for. */
export const schedule: CronItem[] = [
  item(
    'stripe.sweep',
    '*/10 * * * *',
    { walk: 'slow' },
    { identifier: 'slow', options: { queueName: 'stripe.sweep' } },
  ),
  item(
    'stripe.sweep',
    '15 3 * * *',
    { walk: 'night' },
    {
      identifier: 'night',
      options: { queueName: 'stripe.sweep', backfillPeriod: 86_400_000 },
    },
  ),
  // After the night's walk, which reads how Stripe shows each schedule.
  item('monthly.night', '30 4 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  // After the night's walk, which books the payouts that arrived.
  item('bank.match', '0 5 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('audit.seal', '* * * * *', {}),
  item('audit.mail-head', '30 5 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('disbursement.expire', '*/15 * * * *', {}),
  item('envelope.expire', '*/15 * * * *', {}),
  item('mail.erase-sign-ups', '50 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('request.erase', '45 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('person.erase', '40 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('vault.reseal', '35 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  // After the night's walk, which knows of refunds made elsewhere.
  item('defence.night', '10 4 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('imports.forget', '55 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('donor.shred', '50 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
  item('gift.forget-words', '55 3 * * *', {}, { options: { backfillPeriod: 86_400_000 } }),
]
