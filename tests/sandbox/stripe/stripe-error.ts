/** An answer in Stripe's error shape. */
export class StripeError extends Error {
  readonly status: number
  readonly body: { type: string; code?: string; param?: string; decline_code?: string; charge?: string }

  constructor(status: number, message: string, body: StripeError['body']) {
    super(message)
    this.status = status
    this.body = body
  }

  toJSON() {
    const doc_url =
      this.body.code && `https://stripe.com/docs/error-codes/${this.body.code.replaceAll('_', '-')}`
    return { error: { ...this.body, doc_url, message: this.message } }
  }
}

/** 400: the request is wrong. */
export const invalid = (message: string, param?: string, code?: string) =>
  new StripeError(400, message, { type: 'invalid_request_error', param, code })

/** No object of that id in this account: 404 where the address names it, 400 where a parameter does. */
export const missing = (what: string, id: string, param?: string) =>
  new StripeError(param ? 400 : 404, `No such ${what}: '${id}'`, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: param ?? 'id',
  })

/** 402: the bank said no. */
export const declined = (code: string, message: string, charge: string, declineCode?: string) =>
  new StripeError(402, message, { type: 'card_error', code, charge, decline_code: declineCode })
