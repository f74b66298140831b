import type Stripe from 'stripe'
import { apiVersion } from '../account.ts'
import { newId } from '../ids.ts'
import type { Endpoint } from '../kinds.ts'
import { list, listOf } from '../list.ts'
import { dated, listing } from '../param-rules.ts'
import { route } from '../route.ts'
import { missing } from '../stripe-error.ts'

const thirtyDays = 30 * 86_400

export const eventRoutes = [
  route('GET /v1/events', [...listing, ...dated, 'type', 'types[]'], ({ account, params }) => {
    const types = params.strings('types')
    const oldest = account.seconds() - thirtyDays
    // Stripe shows events of the last 30 days only.
    return list(
      account,
      'event',
      params,
      '/v1/events',
      ({ type, created }) =>
        created > oldest &&
        matchesType(params.str('type'), type) &&
        (types.length === 0 || types.includes(type)),
    )
  }),
  route('GET /v1/events/:id', [], ({ account, id }) => {
    const event = account.get('event', id)
    if (event.created <= account.seconds() - thirtyDays) throw missing('notification', id)
    return event
  }),
  route(
    'POST /v1/webhook_endpoints',
    ['api_version', 'description', 'enabled_events[]', 'metadata.*', 'url!'],
    ({ account, params }) => {
      const endpoint = account.put('endpoint', {
        id: newId('we'),
        created: account.seconds(),
        url: params.str('url') ?? '',
        secret: newId('whsec', 32),
        events: params.strings('enabled_events'),
      })
      return { ...buildEndpoint(endpoint), secret: endpoint.secret }
    },
  ),
  route('GET /v1/webhook_endpoints', listing, ({ account }) =>
    listOf([...account.tables.endpoint.newest()].map(buildEndpoint), '/v1/webhook_endpoints'),
  ),
  route('GET /v1/webhook_endpoints/:id', [], ({ account, id }) => {
    const endpoint = account.find('endpoint', id)
    if (!endpoint) throw missing('webhook endpoint', id)
    return buildEndpoint(endpoint)
  }),
  route('DELETE /v1/webhook_endpoints/:id', [], ({ account, id }) => {
    if (!account.find('endpoint', id)) throw missing('webhook endpoint', id)
    account.remove('endpoint', id)
    return { id, object: 'webhook_endpoint', deleted: true } satisfies Stripe.DeletedWebhookEndpoint
  }),
]

/** `charge.*` stands for all types that begin so. */
const matchesType = (wanted: string | undefined, type: string) =>
  !wanted || (wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted)

const buildEndpoint = (endpoint: Endpoint) =>
  ({
    id: endpoint.id,
    object: 'webhook_endpoint',
    api_version: apiVersion,
    application: null,
    created: endpoint.created,
    description: null,
    enabled_events: endpoint.events,
    livemode: false,
    metadata: {},
    status: 'enabled',
    url: endpoint.url,
  }) satisfies Stripe.WebhookEndpoint
