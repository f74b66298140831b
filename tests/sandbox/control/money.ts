import type { Account } from '../stripe/account.ts'
import { looksOf } from '../stripe/cards.ts'
import { paySession } from '../stripe/checkout/pay-session.ts'
import { newId } from '../stripe/ids.ts'
import { book } from '../stripe/money/book.ts'
import { closeDispute } from '../stripe/money/close-dispute.ts'
import { failRefund } from '../stripe/money/fail-refund.ts'
import { openDispute } from '../stripe/money/open-dispute.ts'
import { payOutAutomatically } from '../stripe/money/pay-out.ts'
import { failPayout, markPayoutPaid } from '../stripe/money/payout-life.ts'
import { settleCharge } from '../stripe/money/settle-charge.ts'
import { buildCharge } from '../stripe/objects/charge.ts'
import { invalid } from '../stripe/stripe-error.ts'
import type { Asked } from './acts.ts'

/** Fills in and sends the hosted page. */
export function payTheSession({ account, fields, id }: Asked): object {
  const outcome = paySession(account, id, {
    card: fields.str('card') ?? '4242424242424242',
    name: fields.str('name') ?? null,
    email: fields.str('email') ?? null,
  })
  return {
    status: outcome.status,
    charge: outcome.charge?.id ?? null,
    decline: outcome.status === 'open' ? outcome.decline : null,
    session: outcome.session,
  }
}

/** Without a charge: the newest one that can be disputed. */
export function disputeCharge({ account, fields }: Asked): object {
  return openDispute(account, {
    charge: fields.str('charge') || newestCharge(account),
    amount: fields.int('amount'),
    reason: fields.str('reason'),
    inquiry: fields.bool('inquiry'),
  })
}

export const closeDisputeAs = ({ account, fields, id }: Asked) =>
  closeDispute(account, id, fields.oneOf('status', ['won', 'lost'] as const) ?? 'lost')

export const failRefundNow = ({ account, id }: Asked) => failRefund(account, id)

/** The daily payout, now, of all that is available; `everything` does not wait for `available_on`. */
export function payOutNow({ account, fields }: Asked): object {
  const payout = payOutAutomatically(account, { everything: fields.bool('everything') ?? false })
  if (!payout) throw invalid('There is nothing to pay out, or automatic payouts are off.')
  return payout
}

export const payPayoutNow = ({ account, id }: Asked) => markPayoutPaid(account, id)
export const failPayoutNow = ({ account, id }: Asked) => failPayout(account, id)

/** Any other movement: fees billed apart, reserves, top-ups, or a type that nobody has heard of yet. */
export function bookAnything({ account, fields }: Asked): object {
  const type = fields.need('type')
  const amount = fields.int('amount')
  if (amount === undefined) throw invalid('"amount" is missing.', 'amount')
  return book(account, {
    type,
    amount,
    reportingCategory: fields.str('reporting_category') ?? type,
    fee: fields.int('fee'),
    description: fields.str('description'),
    source: fields.str('source'),
    created: fields.int('created'),
    availableOn: fields.int('available_on'),
  })
}

/** A charge that the app did not start: someone typed it into the Dashboard. `payment`: not by card. */
export function chargeFromDashboard({ account, fields }: Asked): object {
  const amount = fields.int('amount')
  if (amount === undefined || amount < 50) throw invalid('"amount" must be at least 50 cents.', 'amount')
  const type = fields.oneOf('type', ['charge', 'payment'] as const) ?? 'charge'
  const number = '4242424242424242'
  const card = account.put('card', { id: newId('pm'), number })
  const charge = buildCharge({
    id: newId(type === 'charge' ? 'ch' : 'py'),
    created: account.seconds(),
    amount,
    card: looksOf(number),
    refusal: null,
    customer: null,
    description: fields.str('description') ?? null,
    email: fields.str('email') ?? null,
    metadata: fields.map('metadata'),
    name: fields.str('name') ?? null,
    paymentIntent: null,
    paymentMethod: card.id,
    statementDescriptor: null,
    statementDescriptorSuffix: null,
  })
  account.create('charge', charge, 'charge.succeeded')
  const { settleDelayMs } = account.settings
  if (settleDelayMs === 0) settleCharge(account, charge.id)
  else account.later(account.now() + settleDelayMs, 'settle-charge', charge.id)
  return account.get('charge', charge.id)
}

function newestCharge(account: Account): string {
  for (const charge of account.tables.charge.newest()) {
    if (charge.status === 'succeeded' && !charge.disputed) return charge.id
  }
  throw invalid('There is no charge to dispute yet.', 'charge')
}
