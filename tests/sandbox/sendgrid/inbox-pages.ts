import type { Account } from './account.ts'
import { eventNames } from './event.ts'
import { Html, html } from './html.ts'
import { inboxStyle } from './inbox-style.ts'
import type { Address } from './mail-body.ts'
import type { Mail } from './read-mail.ts'

export type InboxView = { account: Account; mails: Mail[]; to: string; older?: string; query: string }

/** All mails of the account, newest first. */
export const inboxPage = ({ account, mails, to, older, query }: InboxView) =>
  page(
    'Inbox',
    html`<p><a href="/">Sandbox</a></p>
      <h1>Inbox</h1>
      <p class="quiet">Every mail that this account sent. Nothing leaves this machine.
        Account <code>${account.key}</code>.</p>
      <form class="bar" method="get" action="/inbox">
        <input type="hidden" name="key" value="${account.key}">
        <label>Only mail to <input type="email" name="to" value="${to}" autocomplete="off"></label>
        <button>Show</button>
        ${to && html`<a href="/inbox${query}">Show all</a>`}
      </form>
      ${mails.length > 0 ? html`<ol class="mails">${mails.map((mail) => listItem(mail, query))}</ol>` : nothing(to)}
      ${older && html`<p><a href="${older}">Older mail</a></p>`}`,
  )

/** One mail: what the reader sees, its plain text, and its headers. */
export const mailPage = (account: Account, mail: Mail, query: string) =>
  page(
    mail.subject,
    html`<p><a href="/inbox${query}">Inbox</a></p>
      <h1 dir="auto">${mail.subject}</h1>
      <dl>
        <dt>From</dt><dd>${addresses([mail.from])}</dd>
        <dt>To</dt><dd>${addresses(mail.to)}</dd>
        ${mail.cc.length > 0 && html`<dt>Cc</dt><dd>${addresses(mail.cc)}</dd>`}
        ${mail.replyTo.length > 0 && html`<dt>Reply to</dt><dd>${addresses(mail.replyTo)}</dd>`}
        <dt>Sent</dt><dd>${time(mail.at)}</dd>
        ${mail.events.map(({ event, at }) => html`<dt>${event}</dt><dd class="${mark(event)}">${time(at)}</dd>`)}
      </dl>
      ${mail.html && htmlPart(mail, query)}
      ${mail.text && html`<h2>Plain text</h2><pre dir="auto">${mail.text}</pre>`}
      <h2>Headers</h2>
      <dl>
        ${Object.entries(mail.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
        <dt>X-Message-Id</dt><dd>${mail.messageId}</dd>
        ${mail.categories.length > 0 && html`<dt>Categories</dt><dd>${mail.categories.join(', ')}</dd>`}
        ${Object.entries(mail.customArgs).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
      </dl>
      ${oneClick(mail)}
      ${account.eventsUrl && account.eventsPrivateKey && eventButtons(mail, query)}`,
  )

export const missingPage = (query: string) =>
  page(
    'No such mail',
    html`<h1>No such mail</h1><p>This account has no mail with that number. <a href="/inbox${query}">Back to the inbox</a>.</p>`,
  )

const listItem = (mail: Mail, query: string) =>
  html`<li><a href="/inbox/${mail.id}${query}">
    <span class="row"><span>${mail.to.map(({ email }) => email).join(', ')}</span>${time(mail.at)}</span>
    <strong dir="auto">${mail.subject}</strong>
    <span class="preview" dir="auto">${mail.text.replace(/\s+/g, ' ').slice(0, 140)}</span>
    ${mail.events.length > 0 && html`<span class="row"><span>${mail.events.map(({ event }) => event).join(', ')}</span></span>`}
  </a></li>`

const nothing = (to: string) =>
  to
    ? html`<p class="empty">No mail to ${to} yet.</p>`
    : html`<p class="empty">No mail yet. The first receipt shows up here a few seconds after a gift.</p>`

const htmlPart = (mail: Mail, query: string) =>
  html`<h2>HTML <a href="/inbox/${mail.id}/html${query}">open alone</a></h2>
    <iframe title="The mail as its reader sees it" src="/inbox/${mail.id}/html${query}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`

/** What a mail program sends when its reader presses "unsubscribe" (RFC 8058). */
function oneClick(mail: Mail) {
  const link = /<(https?:[^>]+)>/.exec(mail.headers['List-Unsubscribe'] ?? '')?.[1]
  if (!link || !mail.headers['List-Unsubscribe-Post']) return undefined
  return html`<h2>Unsubscribe, as a mail program does it</h2>
    <form method="post" action="${link}" target="_blank">
      <button name="List-Unsubscribe" value="One-Click">Unsubscribe with one click</button>
    </form>`
}

const eventButtons = (mail: Mail, query: string) =>
  html`<h2>Tell the sender what happened to it</h2>
    <form class="bar" method="post" action="/control/mail/events${query}">
      <input type="hidden" name="id" value="${mail.id}">
      <label>Times <input type="number" name="copies" value="1" min="1" max="1000"></label>
      ${eventNames.map((name) => html`<button name="event" value="${name}">${name}</button>`)}
    </form>`

const mark = (event: string) => (event === 'delivered' || event === 'deferred' ? '' : 'bad')

const addresses = (list: Address[]) =>
  list.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ')

const time = (iso: string) =>
  html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`

const page = (title: string, content: Html) =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · sandbox</title>
<style>${styleSheet}</style>
</head>
<body><main>${content}</main></body>
</html>
`.text

const styleSheet = new Html(inboxStyle)
