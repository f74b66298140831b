import { newId } from '../ids.ts'
import { list } from '../list.ts'
import { buildPrice, buildProduct } from '../objects/catalog.ts'
import { buildCustomer } from '../objects/customer.ts'
import { dated, listing } from '../param-rules.ts'
import { recurringOf } from '../price-of.ts'
import { route } from '../route.ts'
import { invalid } from '../stripe-error.ts'

const customerFields = ['description', 'email', 'metadata.*', 'name', 'preferred_locales[]']
const productFields = ['active:bool', 'description', 'metadata.*', 'name', 'statement_descriptor']

export const catalogRoutes = [
  route('POST /v1/customers', customerFields, ({ account, params }) =>
    account.create(
      'customer',
      buildCustomer({
        id: newId('cus', 14),
        created: account.seconds(),
        email: params.str('email') ?? null,
        name: params.str('name') ?? null,
        description: params.str('description') ?? null,
        metadata: params.metadata(),
      }),
      'customer.created',
    ),
  ),
  route('GET /v1/customers', [...listing, ...dated, 'email'], ({ account, params }) =>
    list(account, 'customer', params, '/v1/customers', (customer) => params.matches('email', customer.email)),
  ),
  route('GET /v1/customers/:id', [], ({ account, id }) => account.get('customer', id)),
  route(
    'POST /v1/customers/:id',
    [...customerFields, 'invoice_settings.default_payment_method'],
    ({ account, params, id }) => {
      const customer = account.get('customer', id)
      return account.update(
        'customer',
        id,
        {
          description: params.text('description', customer.description),
          email: params.text('email', customer.email),
          metadata: params.metadata(customer.metadata),
          name: params.text('name', customer.name ?? null),
        },
        'customer.updated',
      )
    },
  ),
  route('POST /v1/products', [...productFields, 'id', 'name!'], ({ account, params }) => {
    const id = params.str('id') ?? newId('prod', 14)
    if (account.find('product', id)) throw invalid('Product already exists.', 'id', 'resource_already_exists')
    const product = buildProduct({
      id,
      created: account.seconds(),
      name: params.str('name') ?? '',
      description: params.str('description') ?? null,
      metadata: params.metadata(),
      statementDescriptor: params.str('statement_descriptor') ?? null,
    })
    return account.create('product', product, 'product.created')
  }),
  route('GET /v1/products', [...listing, ...dated, 'active:bool', 'ids[]'], ({ account, params }) => {
    const ids = params.strings('ids')
    return list(
      account,
      'product',
      params,
      '/v1/products',
      ({ id, active }) => (ids.length === 0 || ids.includes(id)) && params.matches('active', String(active)),
    )
  }),
  route('GET /v1/products/:id', [], ({ account, id }) => account.get('product', id)),
  route('POST /v1/products/:id', productFields, ({ account, params, id }) => {
    const product = account.get('product', id)
    return account.update(
      'product',
      id,
      {
        active: params.bool('active') ?? product.active,
        description: params.text('description', product.description),
        metadata: params.metadata(product.metadata),
        name: params.str('name') ?? product.name,
        statement_descriptor: params.text('statement_descriptor', product.statement_descriptor ?? null),
        updated: account.seconds(),
      },
      'product.updated',
    )
  }),
  route(
    'POST /v1/prices',
    [
      'active:bool',
      'currency!',
      'lookup_key',
      'metadata.*',
      'nickname',
      'product!',
      'recurring.interval:day|week|month|year!',
      'recurring.interval_count:int',
      'unit_amount:int!',
    ],
    ({ account, params }) => {
      const price = buildPrice({
        id: newId('price'),
        created: account.seconds(),
        product: account.get('product', params.str('product') ?? '', 'product').id,
        unitAmount: params.int('unit_amount') ?? 0,
        recurring: recurringOf(params, 'recurring'),
        metadata: params.metadata(),
        nickname: params.str('nickname') ?? null,
        lookupKey: params.str('lookup_key') ?? null,
        active: params.bool('active') ?? true,
      })
      return account.create('price', price, 'price.created')
    },
  ),
  route('GET /v1/prices', [...listing, ...dated, 'active:bool', 'product'], ({ account, params }) =>
    list(
      account,
      'price',
      params,
      '/v1/prices',
      (price) => params.matches('product', price.product) && params.matches('active', String(price.active)),
    ),
  ),
  route('GET /v1/prices/:id', [], ({ account, id }) => account.get('price', id)),
]
