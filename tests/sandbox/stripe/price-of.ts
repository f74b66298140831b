import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { newId } from './ids.ts'
import { buildPrice, buildProduct } from './objects/catalog.ts'
import type { Params } from './params.ts'
import { invalid } from './stripe-error.ts'

/** The price that a line names by id, or the one made from its inline `price_data`. */
export function priceOf(account: Account, line: Params): Stripe.Price {
  const id = line.str('price')
  if (id) return account.get('price', id, 'line_items[0][price]')
  if (!line.has('price_data')) throw invalid('You must specify either `price` or `price_data`.', 'line_items')
  if (line.str('price_data.currency') !== 'usd') {
    throw invalid('The sandbox account is in the United States and takes usd only.', 'price_data[currency]')
  }
  const unitAmount = line.int('price_data.unit_amount')
  if (unitAmount === undefined || unitAmount < 0) {
    throw invalid('Invalid non-negative integer', 'price_data[unit_amount]', 'parameter_invalid_integer')
  }
  return account.put(
    'price',
    buildPrice({
      id: newId('price'),
      created: account.seconds(),
      product: productOf(account, line),
      unitAmount,
      recurring: recurringOf(line, 'price_data.recurring'),
      metadata: {},
      nickname: null,
      lookupKey: null,
      // Stripe makes inline prices inactive: they cannot be used again.
      active: false,
    }),
  )
}

export function recurringOf(params: Params, path: string) {
  const interval = params.str(`${path}.interval`)
  if (!interval) return null
  if (interval !== 'day' && interval !== 'week' && interval !== 'month' && interval !== 'year') {
    throw invalid(`Invalid interval: ${interval}`, `${path}[interval]`)
  }
  return { interval, count: params.int(`${path}.interval_count`) ?? 1 } as const
}

function productOf(account: Account, line: Params): string {
  const id = line.str('price_data.product')
  if (id) return account.get('product', id, 'price_data[product]').id
  const name = line.str('price_data.product_data.name')
  if (!name) throw invalid('You must specify `product` or `product_data`.', 'price_data[product]')
  const product = buildProduct({
    id: newId('prod', 14),
    created: account.seconds(),
    name,
    description: line.str('price_data.product_data.description') ?? null,
    metadata: line.map('price_data.product_data.metadata'),
    statementDescriptor: null,
  })
  return account.put('product', product).id
}
