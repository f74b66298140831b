import { collectInvoice, subscriptionOf } from '../billing/collect-invoice.ts'
import { finalizeInvoice, voidInvoice } from '../billing/invoice-life.ts'
import { list, listOf } from '../list.ts'
import { dated, listing } from '../param-rules.ts'
import { route } from '../route.ts'
import { declined, invalid, missing } from '../stripe-error.ts'

export const billingRoutes = [
  route(
    'GET /v1/invoices',
    [...listing, ...dated, 'customer', 'status:draft|open|paid|uncollectible|void', 'subscription'],
    ({ account, params }) =>
      list(
        account,
        'invoice',
        params,
        '/v1/invoices',
        (invoice) =>
          params.matches('customer', invoice.customer) &&
          params.matches('status', invoice.status) &&
          params.matches('subscription', subscriptionOf(invoice)),
      ),
  ),
  route('GET /v1/invoices/:id', [], ({ account, id }) => account.get('invoice', id)),
  route('GET /v1/invoices/:id/lines', listing, ({ account, id }) =>
    listOf(account.get('invoice', id).lines.data, `/v1/invoices/${id}/lines`),
  ),
  route('POST /v1/invoices/:id/pay', ['off_session:bool', 'payment_method'], ({ account, params, id }) => {
    const invoice = account.get('invoice', id)
    const card = params.str('payment_method')
    if (card) {
      account.get('payment_method', card, 'payment_method')
      account.update('subscription', subscriptionOf(invoice), { default_payment_method: card })
    }
    if (invoice.status === 'draft') finalizeInvoice(account, id)
    const { charge, refusal } = collectInvoice(account, id, { scheduled: false })
    if (refusal) throw declined(refusal.code, refusal.message, charge.id, refusal.declineCode ?? undefined)
    return account.get('invoice', id)
  }),
  route('POST /v1/invoices/:id/finalize', ['auto_advance:bool'], ({ account, params, id }) => {
    const { status } = account.get('invoice', id)
    if (status !== 'draft') throw invalid(`This invoice is already finalized: it is ${status}.`, 'invoice')
    if (params.bool('auto_advance') !== false)
      throw invalid(
        'The sandbox finalizes by hand only what is not collected: auto_advance=false',
        'auto_advance',
      )
    account.update('invoice', id, { auto_advance: false })
    return finalizeInvoice(account, id)
  }),
  route('POST /v1/invoices/:id/void', [], ({ account, id }) => {
    const { status } = account.get('invoice', id)
    if (status !== 'open' && status !== 'uncollectible') {
      throw invalid(
        `You can only pass in open or uncollectible invoices. This invoice is ${status}.`,
        'invoice',
      )
    }
    return voidInvoice(account, id)
  }),
  route(
    'GET /v1/invoice_payments',
    [
      ...listing,
      ...dated,
      'invoice',
      'payment.payment_intent',
      'payment.type:payment_intent|charge|payment_record',
      'status:open|paid|canceled',
    ],
    ({ account, params }) =>
      list(
        account,
        'invoice_payment',
        params,
        '/v1/invoice_payments',
        (payment) =>
          params.matches('invoice', payment.invoice) &&
          params.matches('status', payment.status) &&
          params.matches('payment.type', payment.payment.type) &&
          params.matches('payment.payment_intent', payment.payment.payment_intent),
      ),
  ),
  route('GET /v1/invoice_payments/:id', [], ({ account, id }) => account.get('invoice_payment', id)),
  route('GET /v1/payment_methods/:id', [], ({ account, id }) => account.get('payment_method', id)),
  route('GET /v1/customers/:id/payment_methods', [...listing, 'type'], ({ account, params, id }) => {
    if (!account.find('customer', id)) throw missing('customer', id)
    const url = `/v1/customers/${id}/payment_methods`
    return list(account, 'payment_method', params, url, (method) => method.customer === id)
  }),
]
