import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, redirect, sendPage } from '../exchange.ts'
import { html } from '../sendgrid/html.ts'
import type { Sandbox } from '../server.ts'
import { changeCard } from '../stripe/billing/change-card.ts'
import { runDue } from '../stripe/run-due.ts'
import { page } from './layout.ts'

/** The billing portal: only the card can be changed. */
export async function portalPage(req: IncomingMessage, res: ServerResponse, { runtime }: Sandbox) {
  const id = (req.url ?? '').split('?')[0]?.slice('/billing/'.length) ?? ''
  const account = [...runtime.accounts.all()].find((one) => one.find('portal_session', id))
  if (!account) return sendPage(res, 404, form('There is no such page.', null, null))
  const card = req.method === 'POST' ? (new URLSearchParams(await readBody(req)).get('card') ?? '') : null
  runDue(account)
  const session = account.get('portal_session', id)
  if (card === null) return sendPage(res, 200, form('Your card', session.return_url, ''))

  const refusal = account.unit(() => changeCard(account, session.customer, card))
  if (refusal) return sendPage(res, 402, form('Your card', session.return_url, refusal.message))
  if (session.return_url) return redirect(res, session.return_url)
  sendPage(res, 200, form('Your card has been changed.', null, null))
}

/** `problem` null: nothing to fill in. */
function form(title: string, back: string | null, problem: string | null): string {
  return page(
    'Card · sandbox',
    html`<div class="narrow">
<h1>${title}</h1>
${
  problem === null
    ? ''
    : html`<p class="quiet">The new card becomes the one that is kept for payments.</p>
${problem ? html`<p class="bad" role="alert">${problem}</p>` : ''}
<form method="post">
<label>Card number<input name="card" value="4242 4242 4242 4242" inputmode="numeric" autocomplete="off" required></label>
<button class="main">Save card</button>
</form>`
}
${back ? html`<p style="margin-block-start:1rem"><a href="${back}">Go back</a></p>` : ''}
</div>`,
  )
}
