import type Stripe from 'stripe'
import type { Account } from './account.ts'
import type { Kinds, StripeKinds } from './kinds.ts'
import { nameOf } from './kinds.ts'
import type { Params } from './params.ts'
import { invalid } from './stripe-error.ts'

/** A page as Stripe gives it: newest first; with `ending_before`, the page next to the cursor on the newer side. */
export function list<K extends keyof StripeKinds>(
  account: Account,
  kind: K,
  params: Params,
  url: string,
  keep: (object: Kinds[K]) => boolean = () => true,
): Stripe.ApiList<Kinds[K]> {
  const limit = params.int('limit') ?? 10
  if (limit < 1 || limit > 100) throw invalid(`Invalid limit: must be between 1 and 100`, 'limit')
  const after = params.str('starting_after')
  const before = params.str('ending_before')
  if (after && before) throw invalid('You cannot parameterize by both starting_after and ending_before.')
  for (const [cursor, name] of [[after, 'starting_after'] as const, [before, 'ending_before'] as const]) {
    if (cursor && !account.find(kind, cursor)) {
      throw invalid(`No such ${nameOf[kind]}: '${cursor}'`, name, 'resource_missing')
    }
  }
  const table = account.tables[kind]
  const candidates = before ? table.newerThan(before) : after ? table.olderThan(after) : table.newest()
  const inDates = dates(params)
  const data: Kinds[K][] = []
  let has_more = false
  for (const object of candidates) {
    if (!inDates(object.created) || !keep(object)) continue
    if (data.length === limit) {
      has_more = true
      break
    }
    data.push(object)
  }
  return { object: 'list', data: before ? data.reverse() : data, has_more, url }
}

export const listOf = <T>(data: T[], url: string): Stripe.ApiList<T> => ({
  object: 'list',
  data,
  has_more: false,
  url,
})

function dates(params: Params): (created: number) => boolean {
  const exact = params.int('created')
  const gt = params.int('created.gt') ?? Number.NEGATIVE_INFINITY
  const gte = params.int('created.gte') ?? Number.NEGATIVE_INFINITY
  const lt = params.int('created.lt') ?? Number.POSITIVE_INFINITY
  const lte = params.int('created.lte') ?? Number.POSITIVE_INFINITY
  return (at) => (exact === undefined || at === exact) && at > gt && at >= gte && at < lt && at <= lte
}
