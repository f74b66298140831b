import type { Account } from '../stripe/account.ts'
import type { Settings } from '../stripe/kinds.ts'
import type { Fields } from './fields.ts'

/** The endpoint that `POST /control/account` and the environment set: one per account, replaced in place. */
export function setWebhook(account: Account, url: string, secret: string | undefined) {
  const before = account.find('endpoint', 'we_control')
  account.put('endpoint', {
    id: 'we_control',
    created: before?.created ?? account.seconds(),
    url,
    secret: secret ?? before?.secret ?? 'whsec_sandbox',
    events: ['*'],
  })
}

/** `POST /control/account`: what is named changes, all else stays. */
export function configureAccount(account: Account, fields: Fields): object {
  const changes: Partial<Settings> = {
    feeBps: fields.int('feeBps'),
    feeFixed: fields.int('feeFixed'),
    settleDelayMs: fields.int('settleDelayMs'),
    automaticPayouts: fields.bool('automaticPayouts'),
    payoutDelayDays: fields.int('payoutDelayDays'),
    disputeFee: fields.int('disputeFee'),
    disputeFeeReturned: fields.bool('disputeFeeReturned'),
    refundsWait: fields.bool('refundsWait'),
    retryFactor: fields.num('retryFactor'),
    retryDays: fields.ints('retryDays'),
    afterRetries: fields.oneOf('afterRetries', ['cancel', 'past_due'] as const),
    invoiceDraftSeconds: fields.int('invoiceDraftSeconds'),
  }
  const webhookUrl = fields.str('webhookUrl') ?? account.find('endpoint', 'we_control')?.url
  const webhookSecret = fields.str('webhookSecret')
  if (fields.isNull('webhookUrl')) account.remove('endpoint', 'we_control')
  else if (webhookUrl) setWebhook(account, webhookUrl, webhookSecret)
  const named = Object.entries(changes).filter(([, value]) => value !== undefined)
  if (named.length > 0) account.configure(Object.fromEntries(named))
  const { id: _, totp: __, ...settings } = account.settings
  return { account: account.id, webhookUrl: account.find('endpoint', 'we_control')?.url ?? null, ...settings }
}
