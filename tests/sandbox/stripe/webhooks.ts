import Stripe from 'stripe'
import type { Account } from './account.ts'
import type { Delivery } from './kinds.ts'
import { present } from './present.ts'

const atOnce = 8
const patience = 10_000
const threeDays = 3 * 86_400_000
const longestTimer = 2_147_483_647

/** Sends one account's events as Stripe does: signed, retried with growing pauses for up to three days. */
export class Deliverer {
  private readonly account: Account
  private readonly waiting: Delivery[] = []
  private underWay = 0
  private timer: NodeJS.Timeout | undefined
  private closed = false

  constructor(account: Account) {
    this.account = account
  }

  /** After a restart: what was still to be sent is sent. */
  resume() {
    for (const delivery of this.account.tables.delivery.oldest())
      if (delivery.state === 'pending') this.add(delivery)
    this.kick()
  }

  kick() {
    for (const delivery of this.account.fresh.splice(0)) this.add(delivery)
    clearTimeout(this.timer)
    while (!this.closed && this.underWay < atOnce) {
      const [next] = this.waiting
      if (!next) return
      const wait = next.nextAt - Date.now()
      if (wait > 0) {
        this.timer = setTimeout(() => this.kick(), Math.min(wait, longestTimer))
        return
      }
      this.waiting.shift()
      this.underWay++
      void this.attempt(next.id).finally(() => {
        this.underWay--
        this.kick()
      })
    }
  }

  idle(): boolean {
    return this.underWay === 0 && this.waiting.length === 0 && this.account.fresh.length === 0
  }

  close() {
    this.closed = true
    clearTimeout(this.timer)
  }

  private add(delivery: Delivery) {
    let index = this.waiting.length
    while (index > 0 && (this.waiting[index - 1]?.nextAt ?? 0) > delivery.nextAt) index--
    this.waiting.splice(index, 0, delivery)
  }

  private async attempt(id: string) {
    const delivery = this.account.find('delivery', id)
    const endpoint = delivery && this.account.find('endpoint', delivery.endpoint)
    const event = delivery && this.account.find('event', delivery.event)
    if (!endpoint || !event || delivery.state !== 'pending') return
    const taken = await post(endpoint, JSON.stringify(present(this.account, event, [])))
    if (!this.closed) this.account.unit(() => this.record(id, taken))
  }

  private record(id: string, taken: boolean) {
    const delivery = this.account.find('delivery', id)
    if (delivery?.state !== 'pending') return
    const attempts = delivery.attempts + 1
    if (taken) {
      this.account.put('delivery', { ...delivery, attempts, state: 'delivered' })
      return
    }
    const factor = this.account.settings.retryFactor
    const nextAt = Date.now() + Math.min(60_000, 1000 * 2 ** (attempts - 1)) * factor
    const over = nextAt - delivery.firstAt > threeDays * factor
    this.account.send({ ...delivery, attempts, nextAt, state: over ? 'failed' : 'pending' })
  }
}

/** True when the receiver answered 2xx. The signature carries the real time: receivers check it against theirs. */
async function post(endpoint: { url: string; secret: string }, payload: string): Promise<boolean> {
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: endpoint.secret })
  try {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      body: payload,
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': signature,
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    // Refused, reset or too slow: all the same to Stripe, it tries again later.
    return false
  }
}
