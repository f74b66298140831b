import { invalid } from '../stripe/stripe-error.ts'
import type { Asked } from './acts.ts'

/** Another date on a card that is kept: the one that Stripe shows of it. */
export function setCardExpiry({ account, fields, id }: Asked): object {
  const method = account.get('payment_method', id)
  const month = fields.int('month')
  const year = fields.int('year')
  if (!method.card || !month || !year) throw invalid('"month" and "year" of a card are needed.', 'month')
  return account.update(
    'payment_method',
    id,
    { card: { ...method.card, exp_month: month, exp_year: year } },
    'payment_method.updated',
  )
}
