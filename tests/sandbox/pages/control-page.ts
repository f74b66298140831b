import type { IncomingMessage, ServerResponse } from 'node:http'
import { summary } from '../control/summary.ts'
import { sendPage } from '../exchange.ts'
import { type Html, html } from '../sendgrid/html.ts'
import type { Sandbox } from '../server.ts'
import type { Account } from '../stripe/account.ts'
import { runDue } from '../stripe/run-due.ts'
import { dollars, page } from './layout.ts'
import { codes } from './sign-in-codes.ts'

const day = 86_400
const month = 31 * day

/** The sandbox's front page, for a person: what has happened, and what can be made to happen. */
export function controlPage(_req: IncomingMessage, res: ServerResponse, sandbox: Sandbox) {
  const account = sandbox.runtime.accounts.ofKey(sandbox.key)
  if (!account) throw new Error('the sandbox has no account of its own')
  runDue(account)
  sendPage(
    res,
    200,
    page('Sandbox', html`${head(account)}${codes(account)}${status(account)}${buttons(account)}`),
  )
}

const head = (account: Account) => html`
<h1>Sandbox</h1>
<p class="quiet">This stands in for the payment company and the mail company. Cards, mails and money here are pretend.</p>
<p><a href="/inbox">Open the inbox</a></p>
<p class="small quiet">Clock: ${new Date(account.now()).toUTCString()}${
  account.settings.clockOffsetMs === 0 ? '' : ' (set forward)'
}</p>`

function status(account: Account): Html {
  const { charges, refunds, disputes, subscriptions, payouts, balanceCents } = summary(account)
  const { webhooks, failNext } = account.settings
  const endpoint = account.find('endpoint', 'we_control')
  return html`<h2>What has happened</h2>
<dl>
<dt>Charges</dt><dd>${charges}</dd>
<dt>Monthly gifts</dt><dd>${subscriptions}</dd>
<dt>Refunds</dt><dd>${refunds}</dd>
<dt>Disputes</dt><dd>${disputes}</dd>
<dt>Payouts</dt><dd>${payouts}</dd>
<dt>Balance</dt><dd>${dollars(balanceCents)}</dd>
<dt>Webhooks</dt><dd>${endpoint ? html`to <code>${endpoint.url}</code>` : 'nobody listens'}${
    webhooks.mode === 'deliver'
      ? ''
      : html`, <strong>${webhooks.mode === 'hold' ? 'held back' : 'dropped'}</strong>`
  }</dd>
<dt>Next payment</dt><dd>${failNext ? html`<strong>will fail</strong> (${failNext.code})` : 'goes as the card says'}</dd>
</dl>`
}

function buttons(account: Account): Html {
  const { mode } = account.settings.webhooks
  return html`<h2>Time</h2>
<p class="quiet small">Monthly payments and payouts happen as the clock moves forward.</p>
<div class="row">
${button('/control/clock', { advanceSeconds: day }, 'Forward one day')}
${button('/control/clock', { advanceSeconds: month }, 'Forward one month')}
</div>
<h2>Bad luck</h2>
<div class="row">
${button('/control/next-payment', { fail: 'card_declined' }, 'Fail the next payment')}
${button('/control/disputes', {}, 'Dispute the last charge')}
</div>
<h2>Webhooks</h2>
<div class="row">
${
  mode === 'deliver'
    ? button('/control/webhooks', { mode: 'hold' }, 'Hold webhooks back')
    : button('/control/webhooks', { mode: 'deliver' }, 'Send webhooks again')
}
${button('/control/webhooks/release', {}, 'Release what is held')}
${button('/control/webhooks/replay', { all: 'true' }, 'Send all once more')}
</div>
<h2>Payouts</h2>
<div class="row">
${button('/control/payouts', { everything: 'true' }, 'Pay out all now')}
</div>`
}

const button = (action: string, fields: Record<string, string | number>, label: string) =>
  html`<form method="post" action="${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button>${label}</button></form>`
