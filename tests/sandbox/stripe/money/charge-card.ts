import type Stripe from 'stripe'
import type { Account } from '../account.ts'
import { bankAnswer, looksOf, type Refusal, refusalNamed } from '../cards.ts'
import { newId } from '../ids.ts'
import { buildCharge } from '../objects/charge.ts'
import { settleCharge } from './settle-charge.ts'

type Attempt = {
  intent: Stripe.PaymentIntent
  card: { id: string; number: string }
  renewal: boolean
  subscription: string | null
  email: string | null
  name: string | null
}

/** Asks the bank once. The PaymentIntent ends `succeeded`, or back at `requires_payment_method` with the reason. */
export function chargeCard(
  account: Account,
  attempt: Attempt,
): { charge: Stripe.Charge; refusal: Refusal | null } {
  const { intent, card } = attempt
  const refusal = orderedRefusal(account, attempt.subscription) ?? bankAnswer(card.number, attempt.renewal)
  const charge = buildCharge({
    id: newId('ch'),
    created: account.seconds(),
    amount: intent.amount,
    card: looksOf(card.number),
    refusal,
    customer: typeof intent.customer === 'string' ? intent.customer : null,
    description: intent.description,
    email: attempt.email,
    metadata: intent.metadata,
    name: attempt.name,
    paymentIntent: intent.id,
    paymentMethod: card.id,
    statementDescriptor: intent.statement_descriptor,
    statementDescriptorSuffix: intent.statement_descriptor_suffix,
  })
  account.create('charge', charge, refusal ? 'charge.failed' : 'charge.succeeded')
  if (refusal) recordRefusal(account, intent.id, charge, refusal)
  else recordSuccess(account, intent, charge)
  return { charge, refusal }
}

/** A refusal that the control page or a test asked for; it is used up by the attempt that it meets. */
function orderedRefusal(account: Account, subscription: string | null): Refusal | null {
  const { failNext } = account.settings
  if (!failNext || (failNext.subscription && failNext.subscription !== subscription)) return null
  account.configure({ failNext: null })
  return refusalNamed(failNext.code)
}

function recordSuccess(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge) {
  account.update(
    'payment_intent',
    intent.id,
    {
      amount_received: intent.amount,
      last_payment_error: null,
      latest_charge: charge.id,
      payment_method: charge.payment_method,
      status: 'succeeded',
    },
    'payment_intent.succeeded',
  )
  const { settleDelayMs } = account.settings
  if (settleDelayMs === 0) settleCharge(account, charge.id)
  else account.later(account.now() + settleDelayMs, 'settle-charge', charge.id)
}

function recordRefusal(account: Account, intent: string, charge: Stripe.Charge, refusal: Refusal) {
  account.update(
    'payment_intent',
    intent,
    {
      last_payment_error: {
        charge: charge.id,
        code: refusal.code,
        decline_code: refusal.declineCode ?? undefined,
        doc_url: `https://stripe.com/docs/error-codes/${refusal.code.replaceAll('_', '-')}`,
        message: refusal.message,
        type: 'card_error',
      },
      latest_charge: charge.id,
      status: 'requires_payment_method',
    },
    'payment_intent.payment_failed',
  )
}
