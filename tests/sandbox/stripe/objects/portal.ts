import type Stripe from 'stripe'

export function buildPortalSession(made: {
  id: string
  created: number
  configuration: string
  customer: string
  flow: 'payment_method_update' | null
  locale: string | null
  returnUrl: string | null
  url: string
}): Stripe.BillingPortal.Session {
  return {
    id: made.id,
    object: 'billing_portal.session',
    configuration: made.configuration,
    created: made.created,
    customer: made.customer,
    customer_account: null,
    flow: made.flow && {
      after_completion: {
        hosted_confirmation: null,
        redirect: made.returnUrl ? { return_url: made.returnUrl } : null,
        type: made.returnUrl ? 'redirect' : 'portal_homepage',
      },
      customer_update: null,
      subscription_cancel: null,
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: null,
      type: made.flow,
    },
    livemode: false,
    locale: made.locale,
    on_behalf_of: null,
    return_url: made.returnUrl,
    url: made.url,
  } satisfies Stripe.BillingPortal.Session
}

/** Only the card may be changed in the portal; everything else happens on the organization's own pages. */
export function buildPortalConfiguration(made: {
  id: string
  created: number
  isDefault: boolean
  returnUrl: string | null
  headline: string | null
  metadata: Record<string, string>
  name: string | null
}): Stripe.BillingPortal.Configuration {
  return {
    id: made.id,
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: made.headline, privacy_policy_url: null, terms_of_service_url: null },
    created: made.created,
    default_return_url: made.returnUrl,
    features: {
      customer_update: { allowed_updates: [], enabled: false },
      invoice_history: { enabled: false },
      payment_method_update: { enabled: true, payment_method_configuration: null },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        enabled: false,
        mode: 'at_period_end',
        proration_behavior: 'none',
      },
      subscription_pause: {
        duration: { interval_options: [], type: 'interval_options' },
        enabled: false,
      },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: false,
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: made.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: made.metadata,
    name: made.name,
    updated: made.created,
  } satisfies Stripe.BillingPortal.Configuration
}
