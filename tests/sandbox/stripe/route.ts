import type { Account } from './account.ts'
import { type Rules, rules } from './param-rules.ts'
import type { Params } from './params.ts'

export type Call = { account: Account; params: Params; id: string; publicUrl: string }

export type Route = {
  method: string
  /** With `:id` where the id stands. */
  path: string
  pattern: RegExp
  allowed: Rules
  answer: (call: Call) => object
}

/** One endpoint: its parameters (see param-rules.ts) and what it answers. */
export function route(endpoint: string, params: string[], answer: Route['answer']): Route {
  const [method = '', path = ''] = endpoint.split(' ')
  return {
    method,
    path,
    pattern: new RegExp(`^${path.replace(':id', '([^/]+)')}$`),
    allowed: rules(params),
    answer,
  }
}
