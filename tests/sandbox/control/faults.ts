import type { Asked } from './acts.ts'

/** The next attempt to charge is refused; with `subscription`, the next one of that subscription. */
export function orderRefusal({ account, fields }: Asked): object {
  const subscription = fields.str('subscription') || null
  const code = fields.str('fail') || null
  account.configure({ failNext: code === null ? null : { code, subscription } })
  return { failNext: account.settings.failNext }
}

/**
 * `before`: an error without effect. `after`: the effect, and an error instead of its answer. `hang`: the effect, and no
 * answer ever. `reset`: the effect, then a broken connection. `delayMs` waits before the effect while the key is in
 * use. An error of `before` is kept under the idempotency key and replayed, as Stripe does, unless `replayed` is false.
 */
export function orderFault({ account, fields }: Asked): object {
  const rule = {
    route: fields.need('route'),
    mode: fields.oneOf('mode', ['before', 'after', 'hang', 'reset', 'slow'] as const) ?? 'before',
    status: fields.int('status') ?? 500,
    times: fields.int('times') ?? 1,
    delayMs: fields.int('delayMs') ?? 0,
    replayed: fields.bool('replayed') ?? true,
  }
  account.configure({ fails: [...account.settings.fails, rule] })
  return { fails: account.settings.fails }
}

export function clearFaults({ account }: Asked): object {
  account.configure({ fails: [] })
  return { fails: [] }
}

export function setRateLimit({ account, fields }: Asked): object {
  account.configure({ rateLimitPerSecond: fields.int('perSecond') ?? null })
  return { perSecond: account.settings.rateLimitPerSecond }
}
