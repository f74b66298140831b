import type { Node, Params } from './params.ts'
import { StripeError } from './stripe-error.ts'

/**
 * A route's parameters, one string each: `amount:int!` (an integer, required), `mode:payment|subscription`,
 * `metadata.*` (any key), `line_items[].quantity:int` (in a list). Anything else is refused as Stripe refuses it.
 */
export type Rules = { [key: string]: Rule }
type Rule = { type: string; required: boolean; children: Rules }

const every = ['expand[]']
export const listing = ['limit:int', 'starting_after', 'ending_before']
export const dated = ['created:int', 'created.gt:int', 'created.gte:int', 'created.lt:int', 'created.lte:int']

export function rules(specs: string[]): Rules {
  const root: Rules = {}
  for (const spec of [...every, ...specs]) {
    const [, path = '', type = '', required] = spec.match(/^([^:!]+)(?::([^!]+))?(!)?$/) ?? []
    let level = root
    const keys = path.replaceAll('[]', '.[]').split('.')
    keys.forEach((key, index) => {
      const rule = level[key] ?? { type: '', required: false, children: {} }
      level[key] = rule
      if (index === keys.length - 1) Object.assign(rule, { type, required: Boolean(required) })
      level = rule.children
    })
  }
  return root
}

/** Throws Stripe's 400 for unknown, missing or malformed parameters. */
export function checkParams(params: Params, allowed: Rules) {
  check(params.root, allowed, '')
}

function check(node: Node, allowed: Rules, prefix: string) {
  if (typeof node === 'string') return
  for (const [key, value] of Object.entries(node)) {
    const name = prefix ? `${prefix}[${key}]` : key
    const rule = allowed[key] ?? allowed['*'] ?? (/^\d+$/.test(key) ? allowed['[]'] : undefined)
    if (!rule) throw refused(`Received unknown parameter: ${name}`, name, 'parameter_unknown')
    if (typeof value === 'string') checkValue(value, rule, name)
    else check(value, rule.children, name)
  }
  for (const [key, rule] of Object.entries(allowed)) {
    const name = prefix ? `${prefix}[${key}]` : key
    if (rule.required && node[key] === undefined) {
      throw refused(`Missing required param: ${name}.`, name, 'parameter_missing')
    }
  }
}

function checkValue(value: string, { type, children }: Rule, name: string) {
  if (value === '') return
  if (type === '' && Object.keys(children).length > 0) throw refused(`Invalid object`, name)
  if (type === 'int' && !/^-?\d+$/.test(value)) {
    throw refused(`Invalid integer: ${value}`, name, 'parameter_invalid_integer')
  }
  if (type === 'bool' && value !== 'true' && value !== 'false') {
    throw refused(`Invalid boolean: ${value}`, name)
  }
  if (type.includes('|') && !type.split('|').includes(value)) {
    throw refused(`Invalid ${name}: must be one of ${type.split('|').join(', ')}`, name)
  }
}

/** Found before the request begins to run, so Stripe does not keep this answer under the idempotency key. */
export class ParamError extends StripeError {}

const refused = (message: string, param: string, code?: string) =>
  new ParamError(400, message, { type: 'invalid_request_error', param, code })
