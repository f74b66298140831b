import { TOTP } from 'otpauth'
import { type Html, html } from '../sendgrid/html.ts'
import type { Account } from '../stripe/account.ts'

const period = 30

/** The current codes of the demonstration's staff; the page comes again by itself when they change. */
export function codes(account: Account): Html {
  const { totp } = account.settings
  if (totp.length === 0) return html``
  const left = period - (Math.floor(Date.now() / 1000) % period)
  return html`<meta http-equiv="refresh" content="${left + 1}">
<h2>Sign-in codes</h2>
<p class="quiet small">New codes in ${left} seconds.</p>
<div class="wide"><table>
<thead><tr><th scope="col">Who</th><th scope="col">Code</th><th scope="col">Sign in</th></tr></thead>
<tbody>${totp.map(
    ({ label, role, secret, signIn }) => html`<tr>
<td>${label}${role ? html`<br><span class="quiet small">${role}</span>` : ''}</td>
<td class="code">${codeOf(secret)}</td>
<td>${signIn ? html`<a href="${signIn}">Sign-in link</a>` : ''}</td>
</tr>`,
  )}</tbody>
</table></div>`
}

const codeOf = (secret: string) => new TOTP({ secret, digits: 6, period, algorithm: 'SHA1' }).generate()
