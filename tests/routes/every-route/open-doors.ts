/**
 * What someone is told: a status, or where they are sent to come in. `page` is what the person whose page it is sees: never
 * a stranger's way in, never an error of ours.
 */
export type Outcome = number | 'donor sign-in' | 'staff sign-in' | 'page'
export type Door = { path: string; reads: Outcome; sends: Outcome }

/** A link that nobody signed. */
const forged = 'a'.repeat(40)
const door = (path: string, reads: Outcome, sends: Outcome): Door => ({ path, reads, sends })

/** What is the same for everyone, whoever they are: pages of the public, and links that only their own token opens. */
export const publicDoors: Record<string, Door> = {
  _public: door('/', 200, 405),
  '_public.$': door('/nowhere', 404, 404),
  '_public._index': door('/', 200, 405),
  '_public.donor.email.$token': door(`/donor/email/${forged}`, 200, 409),
  '_public.donor.erased': door('/donor/erased', 200, 405),
  '_public.donor.sign-in.$token': door(`/donor/sign-in/${forged}`, 200, 409),
  '_public.funds.$slug._index': door('/funds/bail', 200, 405),
  '_public.funds.$slug.donate': door('/funds/bail/donate', 200, 422),
  '_public.funds.$slug.donate_.waiting.$token': door(`/funds/bail/donate/waiting/${forged}`, 404, 405),
  '_public.funds._index': door('/funds', 200, 405),
  // A fund that does not take requests from everyone has no such form.
  '_public.get-help.$slug': door('/get-help/bail', 404, 404),
  '_public.get-help._index': door('/get-help', 200, 405),
  '_public.monthly.$token': door(`/monthly/${forged}`, 404, 422),
  '_public.monthly.$token_.card': door(`/monthly/${forged}/card`, 303, 405),
  '_public.monthly.$token_.change': door(`/monthly/${forged}/change`, 404, 404),
  '_public.thanks.$token': door(`/thanks/${forged}`, 404, 405),
  '_public.tribute.$token': door(`/tribute/${forged}`, 404, 404),
  '_public.tribute.stop.$token': door(`/tribute/stop/${forged}`, 404, 404),
  '_public.unsubscribe.$token': door(`/unsubscribe/${forged}?again`, 404, 404),
  '_public.updates.$slug': door('/updates/none', 404, 405),
  '_public.updates.confirm.$token': door(`/updates/confirm/${forged}`, 404, 404),
  '_public.updates.sign-up': door('/updates/sign-up', 200, 422),
  'calendar.$file': door(`/calendar/${forged}.ics`, 404, 405),
  'funds.$slug.totals[.]json': door('/funds/bail/totals.json', 200, 405),
  language: door('/language', 400, 400),
}

/** What belongs to the donor who signed in; to everyone else it is the way in. What only reads is never sent to. */
export const donorDoors: Record<string, Door> = {
  '_public.donor.sign-in._index': door('/donor/sign-in', 302, 302),
  donor: door('/donor', 'page', 405),
  'donor._index': door('/donor', 'page', 405),
  'donor.data.$format': door('/donor/data/json', 'page', 405),
  'donor.documents': door('/donor/documents', 'page', 422),
  'donor.erasure': door('/donor/erasure', 'page', 422),
  'donor.impact': door('/donor/impact', 'page', 405),
  'donor.monthly': door('/donor/monthly', 'page', 405),
  'donor.receipts.$number[.]pdf': door('/donor/receipts/7.pdf', 404, 405),
  'donor.settings': door('/donor/settings', 'page', 422),
  'donor.statement[.]pdf': door('/donor/statement.pdf', 302, 405),
  'donor.statements.$year[.]pdf': door('/donor/statements/2025.pdf', 404, 405),
  'donor.statements._index': door('/donor/statements', 'page', 405),
  'donor.statements.earlier.$number[.]pdf': door('/donor/statements/earlier/7.pdf', 404, 405),
  // Last: whoever goes out is a stranger to what would follow.
  'donor.sign-out': door('/donor/sign-out', 302, 303),
}

/** The staff's ways in and out, for someone who is not in. */
export const staffWays: Record<string, Door> = {
  admin: door('/admin', 'staff sign-in', 405),
  'admin.enrol': door('/admin/enrol', 'staff sign-in', 'staff sign-in'),
  'admin.sign-in.$token': door(`/admin/sign-in/${forged}`, 200, 409),
  'admin.sign-in._index': door('/admin/sign-in', 200, 422),
  'admin.sign-in.passkey': door('/admin/sign-in/passkey', 'staff sign-in', 200),
  'admin.sign-out': door('/admin/sign-out', 302, 'staff sign-in'),
  'admin.step-up': door('/admin/step-up', 302, 'staff sign-in'),
}

/** What is no page of ours: for machines and for those who watch whether it runs. A knock without a signature is none. */
export const machines: Door[] = [
  door('/healthz', 200, 404),
  door('/readyz', 200, 404),
  door('/webhooks/stripe', 404, 400),
  door('/webhooks/sendgrid', 404, 400),
  door(`/unsubscribe/${forged}`, 404, 400),
  door('/admin/nothing', 404, 404),
]
