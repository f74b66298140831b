import type { Account } from '../account.ts'
import { newId } from '../ids.ts'
import { list } from '../list.ts'
import { buildPortalConfiguration, buildPortalSession } from '../objects/portal.ts'
import { listing } from '../param-rules.ts'
import { route } from '../route.ts'

export const portalRoutes = [
  route(
    'POST /v1/billing_portal/sessions',
    ['configuration', 'customer!', 'flow_data.type:payment_method_update!', 'locale', 'return_url'],
    ({ account, params, publicUrl }) => {
      const customer = account.get('customer', params.str('customer') ?? '', 'customer')
      const named = params.str('configuration')
      const configuration = named
        ? account.get('portal_configuration', named, 'configuration')
        : defaultConfiguration(account)
      const id = newId('bps')
      const session = buildPortalSession({
        id,
        created: account.seconds(),
        configuration: configuration.id,
        customer: customer.id,
        flow: params.str('flow_data.type') ? 'payment_method_update' : null,
        locale: params.str('locale') ?? null,
        returnUrl: params.str('return_url') ?? configuration.default_return_url,
        url: `${publicUrl}/billing/${id}`,
      })
      return account.create('portal_session', session, 'billing_portal.session.created')
    },
  ),
  route(
    'POST /v1/billing_portal/configurations',
    [
      'business_profile.headline',
      'default_return_url',
      'features.customer_update.enabled:false',
      'features.invoice_history.enabled:false',
      'features.payment_method_update.enabled:true',
      'features.subscription_cancel.enabled:false',
      'features.subscription_update.enabled:false',
      'metadata.*',
      'name',
    ],
    ({ account, params }) =>
      account.create(
        'portal_configuration',
        buildPortalConfiguration({
          id: newId('bpc'),
          created: account.seconds(),
          isDefault: false,
          returnUrl: params.str('default_return_url') ?? null,
          headline: params.str('business_profile.headline') ?? null,
          metadata: params.metadata(),
          name: params.str('name') ?? null,
        }),
        'billing_portal.configuration.created',
      ),
  ),
  route(
    'GET /v1/billing_portal/configurations',
    [...listing, 'active:bool', 'is_default:bool'],
    ({ account, params }) =>
      list(
        account,
        'portal_configuration',
        params,
        '/v1/billing_portal/configurations',
        (configuration) =>
          params.matches('active', String(configuration.active)) &&
          params.matches('is_default', String(configuration.is_default)),
      ),
  ),
  route('GET /v1/billing_portal/configurations/:id', [], ({ account, id }) =>
    account.get('portal_configuration', id),
  ),
]

function defaultConfiguration(account: Account) {
  for (const configuration of account.tables.portal_configuration.oldest()) {
    if (configuration.is_default) return configuration
  }
  return account.put(
    'portal_configuration',
    buildPortalConfiguration({
      id: newId('bpc'),
      created: account.seconds(),
      isDefault: true,
      returnUrl: null,
      headline: null,
      metadata: {},
      name: null,
    }),
  )
}
