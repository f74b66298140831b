import type { IncomingMessage, ServerResponse } from 'node:http'
import type Stripe from 'stripe'
import { readBody, redirect, sendPage } from '../exchange.ts'
import { type Html, html } from '../sendgrid/html.ts'
import type { Sandbox } from '../server.ts'
import type { Account } from '../stripe/account.ts'
import type { Refusal } from '../stripe/cards.ts'
import { paySession } from '../stripe/checkout/pay-session.ts'
import { lineItems } from '../stripe/present.ts'
import { runDue } from '../stripe/run-due.ts'
import { dollars, page } from './layout.ts'

type Shown = { decline?: Refusal; card?: string; name?: string; email?: string }

/** The hosted payment page: a plain form, so that it works without JavaScript too. */
export async function payPage(req: IncomingMessage, res: ServerResponse, { runtime }: Sandbox) {
  const id = (req.url ?? '').split('?')[0]?.slice('/pay/'.length) ?? ''
  const account = [...runtime.accounts.all()].find((one) => one.find('checkout_session', id))
  if (!account) return sendPage(res, 404, gone('There is no such payment page.', null))
  const fields = new URLSearchParams(req.method === 'POST' ? await readBody(req) : '')
  // From here on nothing waits: of two hurried presses of the button, the second finds the session paid.
  runDue(account)
  const session = account.get('checkout_session', id)
  if (session.status === 'complete' && session.success_url) return redirect(res, successUrl(session))
  if (session.status !== 'open')
    return sendPage(res, 410, gone('This payment page has expired.', session.cancel_url))
  if (req.method !== 'POST') return sendPage(res, 200, form(account, session, {}))

  const typed = {
    card: fields.get('card') ?? '',
    name: fields.get('name') ?? '',
    email: fields.get('email') ?? '',
  }
  const outcome = account.unit(() =>
    paySession(account, id, { card: typed.card, name: typed.name || null, email: typed.email || null }),
  )
  if (outcome.status === 'complete') return redirect(res, successUrl(outcome.session))
  sendPage(res, 402, form(account, outcome.session, { ...typed, decline: outcome.decline }))
}

const successUrl = (session: Stripe.Checkout.Session) =>
  (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id)

function form(account: Account, session: Stripe.Checkout.Session, shown: Shown): string {
  const monthly = session.mode === 'subscription'
  const [line] = lineItems(account, session.id).data
  return page(
    'Pay · sandbox',
    html`<div class="narrow">
<h1>${line?.description ?? 'Payment'}</h1>
<p class="amount">${dollars(session.amount_total ?? 0)}${monthly ? html` <span class="small quiet">each month</span>` : ''}</p>
${monthly ? html`<p class="quiet">Charged today, then on the same day of every month.</p>` : html`<p class="quiet">One payment, today.</p>`}
${shown.decline ? html`<p class="bad" role="alert">${shown.decline.message} Please try another card.</p>` : ''}
<form method="post">
${field('Card number', 'card', shown.card || '4242 4242 4242 4242', html`inputmode="numeric" autocomplete="off" required`)}
${field('Name on card', 'name', shown.name ?? '', html`autocomplete="off"`)}
${session.customer_email ? html`<p class="quiet small">Paying as ${session.customer_email}</p>` : field('E-mail', 'email', shown.email ?? '', html`type="email" autocomplete="off"`)}
<button class="main">${monthly ? 'Start monthly payment' : 'Pay'} ${dollars(session.amount_total ?? 0)}</button>
</form>
${session.cancel_url ? html`<p style="margin-block-start:1rem"><a href="${session.cancel_url}">Go back without paying</a></p>` : ''}
${testCards}
</div>`,
  )
}

const field = (label: string, name: string, value: string, attributes: Html) =>
  html`<label>${label}<input name="${name}" value="${value}" ${attributes}></label>`

const testCards = html`<h2>Test cards</h2>
<dl class="small">
<dt><code>4242 4242 4242 4242</code></dt><dd>is accepted</dd>
<dt><code>4000 0000 0000 0002</code></dt><dd>is declined</dd>
<dt><code>4000 0000 0000 0341</code></dt><dd>is accepted now, fails at the next monthly payment</dd>
<dt><code>4000 0000 0000 0259</code></dt><dd>is accepted, then disputed</dd>
</dl>`

const gone = (text: string, back: string | null) =>
  page(
    'Closed · sandbox',
    html`<div class="narrow"><h1>${text}</h1>${back ? html`<p><a href="${back}">Go back</a></p>` : ''}</div>`,
  )
