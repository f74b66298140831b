import type { Account } from '../stripe/account.ts'
import type { Deliverer } from '../stripe/webhooks.ts'
import { setCardExpiry } from './cards.ts'
import { setClock, showClock } from './clock.ts'
import { configureAccount } from './configure.ts'
import { clearFaults, orderFault, orderRefusal, setRateLimit } from './faults.ts'
import type { Fields } from './fields.ts'
import {
  bookAnything,
  chargeFromDashboard,
  closeDisputeAs,
  disputeCharge,
  failPayoutNow,
  failRefundNow,
  payOutNow,
  payPayoutNow,
  payTheSession,
} from './money.ts'
import { summary } from './summary.ts'
import { setTotp } from './totp.ts'
import { truthRows } from './truth.ts'
import { drainWebhooks, releaseWebhooks, replayWebhooks, setWebhooks } from './webhooks.ts'

export type Asked = {
  account: Account
  fields: Fields
  id: string
  query: URLSearchParams
  deliverer: Deliverer
}
export type Act = (asked: Asked) => object | Promise<object>

/** A call that reads, or that keeps its own units: refuses fields that it does not know. */
const act =
  (known: string, run: Act): Act =>
  (asked) => {
    asked.fields.refuseOthersThan(known.split(' '))
    return run(asked)
  }

/** A change of the account: one row of the truth log. */
const change = (known: string, run: Act): Act => act(known, (asked) => asked.account.unit(() => run(asked)))

const settings =
  'webhookUrl webhookSecret feeBps feeFixed settleDelayMs automaticPayouts payoutDelayDays disputeFee ' +
  'disputeFeeReturned refundsWait retryFactor retryDays afterRetries invoiceDraftSeconds'

export const acts: Record<string, Act> = {
  'POST /control/account': change(settings, ({ account, fields }) => configureAccount(account, fields)),
  'GET /control/clock': ({ account }) => showClock(account),
  'POST /control/clock': act('at advanceSeconds reset', ({ account, fields }) => setClock(account, fields)),
  'POST /control/sessions/:id/pay': change('card name email', payTheSession),
  'POST /control/next-payment': change('fail subscription', orderRefusal),
  'POST /control/webhooks': change('mode duplicates shuffle delayMs', setWebhooks),
  'POST /control/webhooks/release': change('', releaseWebhooks),
  'POST /control/webhooks/replay': change('ids type all', replayWebhooks),
  'POST /control/webhooks/drain': act('', drainWebhooks),
  'POST /control/fail': change('route mode status times delayMs replayed', orderFault),
  'DELETE /control/fail': change('', clearFaults),
  'POST /control/rate-limit': change('perSecond', setRateLimit),
  'POST /control/disputes': change('charge amount reason inquiry', disputeCharge),
  'POST /control/disputes/:id/close': change('status', closeDisputeAs),
  'POST /control/refunds/:id/fail': change('', failRefundNow),
  'POST /control/payouts': change('everything', payOutNow),
  'POST /control/payouts/:id/pay': change('', payPayoutNow),
  'POST /control/payouts/:id/fail': change('', failPayoutNow),
  'POST /control/balance-transactions': change(
    'type reporting_category amount fee description source created available_on',
    bookAnything,
  ),
  'POST /control/cards/:id/expiry': change('month year', setCardExpiry),
  'POST /control/charges': change('amount type description email name metadata', chargeFromDashboard),
  'POST /control/totp': change('accounts', setTotp),
  'GET /control/truth': truthRows,
  'GET /control/summary': ({ account }) => summary(account),
}
