import type Stripe from 'stripe'

export type CardLooks = { brand: string; last4: string }

/** Why the bank said no, in Stripe's codes. */
export type Refusal = { code: string; declineCode: string | null; message: string }

const refusals: Record<string, Refusal> = {
  card_declined: {
    code: 'card_declined',
    declineCode: 'generic_decline',
    message: 'Your card was declined.',
  },
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  lost_card: { code: 'card_declined', declineCode: 'lost_card', message: 'Your card was declined.' },
  fraudulent: { code: 'card_declined', declineCode: 'fraudulent', message: 'Your card was declined.' },
  expired_card: { code: 'expired_card', declineCode: null, message: 'Your card has expired.' },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    declineCode: null,
    message: "Your card's security code is incorrect.",
  },
  processing_error: {
    code: 'processing_error',
    declineCode: null,
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
}

const testMode: Refusal = {
  code: 'card_declined',
  declineCode: 'test_mode_live_card',
  message: 'Your card was declined. Your request was in test mode, but used a non test card.',
}

const alwaysRefused: Record<string, string> = {
  '4000000000000002': 'card_declined',
  '4000000000009995': 'insufficient_funds',
  '4000000000009987': 'lost_card',
  '4100000000000019': 'fraudulent',
  '4000000000000069': 'expired_card',
  '4000000000000127': 'incorrect_cvc',
  '4000000000000119': 'processing_error',
}

const accepted: Record<string, string> = {
  '4242424242424242': 'visa',
  '4000056655665556': 'visa',
  '5555555555554444': 'mastercard',
  '378282246310005': 'amex',
  '4000000000000341': 'visa',
  '4000000000000259': 'visa',
  '4000000000005126': 'visa',
}

/** The refusal of that name, for example `insufficient_funds`; any other name is a plain decline. */
export const refusalNamed = (name: string): Refusal =>
  refusals[name] ?? { ...testMode, declineCode: name, message: 'Your card was declined.' }

/** What the bank says to this card; `renewal` is a charge without the donor present. */
export function bankAnswer(number: string, renewal: boolean): Refusal | null {
  const name =
    alwaysRefused[number] ?? (renewal && number === '4000000000000341' ? 'card_declined' : undefined)
  if (name) return refusalNamed(name)
  return accepted[number] ? null : testMode
}

/** Undefined where it is no card number at all, which the page says without asking the bank. */
export function cardNumber(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^\d{13,19}$/.test(digits) && luhn(digits) ? digits : undefined
}

export const looksOf = (number: string): CardLooks => ({
  brand:
    accepted[number] ?? (number.startsWith('4') ? 'visa' : number.startsWith('5') ? 'mastercard' : 'unknown'),
  last4: number.slice(-4),
})

export const isDisputed = (number: string) => number === '4000000000000259'
export const refundsFail = (number: string) => number === '4000000000005126'

export function riskOf(refusal: Refusal | null): Stripe.Charge.Outcome {
  return {
    advice_code: refusal && 'try_again_later',
    network_advice_code: null,
    network_decline_code: refusal && '05',
    network_status: refusal ? 'declined_by_network' : 'approved_by_network',
    reason: refusal && (refusal.declineCode ?? refusal.code),
    risk_level: 'normal',
    risk_score: 21,
    seller_message: refusal
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: refusal ? 'issuer_declined' : 'authorized',
  } satisfies Stripe.Charge.Outcome
}

function luhn(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
