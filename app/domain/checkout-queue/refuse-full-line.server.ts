import { Refusal } from '#app/domain/refusal.ts'
import { pool } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { minutesOfFullLine, paceWithin } from './pace.ts'

/**
 * Refuses `checkout_queue_full` before anything else is looked at, in one statement: the night that everyone comes, a form that
 * cannot be taken must cost less than one that can. `enterQueue` is exact. A form that is known already goes on.
 */
export async function refuseFullLine(formToken: string): Promise<void> {
  const pace = paceWithin(env().STRIPE_CALLS_PER_SECOND)
  const { rows } = await pool().query<{ full: boolean }>({
    name: 'checkout_line_is_full',
    text: 'select checkout_waiting() >= $1 and not exists (select from gift_intent where form_token = $2) as full',
    values: [pace.mostWaiting, formToken],
  })
  if (rows[0]?.full) throw new Refusal('checkout_queue_full', { minutes: minutesOfFullLine(pace) })
}
