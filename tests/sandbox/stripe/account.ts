import type Stripe from 'stripe'
import type { TruthLog } from '../truth-log.ts'
import { DueQueue } from './due-queue.ts'
import { accountId, newId } from './ids.ts'
import type { Delivery, Due, KeptAnswer, Kind, Kinds, Settings, StripeKinds, Work } from './kinds.ts'
import { kindOf, nameOf } from './kinds.ts'
import { missing } from './stripe-error.ts'
import { newTables, readWrite, type Tables, type Write, writeAnswer, writeEvent } from './writes.ts'

/** The one version whose shapes the sandbox knows; the SDK's own. */
export const apiVersion = '2026-10-28.endive'

type Cause = { id: string | null; idempotency_key: string | null }

const nobody: Cause = { id: null, idempotency_key: null }

/**
 * One Stripe account: its objects, its clock, its settings. Every change goes through `put` and `remove` inside
 * `unit`, which appends one row to the truth log; replaying the rows gives the same account again.
 */
export class Account {
  readonly name: string
  readonly id: string
  readonly tables: Tables = newTables()
  readonly due = new DueQueue()
  readonly apiCalls: Record<string, number> = {}
  /** Calls answered 429 since this process began. */
  tooFast = 0
  readonly keysInUse = new Set<string>()
  /** Deliveries made since the deliverer last looked. */
  fresh: Delivery[] = []
  /** Called after a unit is on disk. */
  afterUnit: () => void = () => {}
  private readonly truth: TruthLog
  private writes: Write[] = []
  private cause: Cause = nobody
  private frozenAt: number | null = null

  constructor(name: string, truth: TruthLog) {
    this.name = name
    this.id = accountId(name)
    this.truth = truth
  }

  get settings(): Settings {
    return this.tables.settings.get('settings') ?? defaultSettings
  }

  configure(changes: Partial<Settings>) {
    this.put('settings', { ...this.settings, ...changes })
  }

  /** Milliseconds on the account's clock; inside due work, the moment at which that work fell due. */
  now(): number {
    return this.frozenAt ?? Date.now() + this.settings.clockOffsetMs
  }

  /** The same in whole seconds, as Stripe dates things. */
  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  /** Runs `change` and keeps all that it wrote as one row: wholly there after a crash, or not at all. */
  unit<T>(change: () => T, at: { cause?: Cause; frozenAt?: number } = {}): T {
    this.cause = at.cause ?? nobody
    this.frozenAt = at.frozenAt ?? null
    try {
      return change()
    } finally {
      if (this.writes.length > 0) this.truth.append({ a: this.name, t: this.now(), w: this.writes })
      this.writes = []
      this.cause = nobody
      this.frozenAt = null
      this.afterUnit()
    }
  }

  replay(writes: Write[]) {
    for (const write of writes) {
      const [kind, id] = write
      const gone = kind === 'due' ? this.tables.due.get(id) : undefined
      if (gone) this.due.remove(gone)
      readWrite(this.tables, write)
      const row = kind === 'due' ? this.tables.due.get(id) : undefined
      if (row) this.due.add(row)
    }
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.tables[kind].get(id)
  }

  /** Throws Stripe's error where there is no such object; `param` names the parameter that asked for it. */
  get<K extends keyof StripeKinds>(kind: K, id: string, param?: string): Kinds[K] {
    const found = this.find(kind, id)
    if (!found) throw missing(nameOf[kind], id, param)
    return found
  }

  put<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
    const before = this.find(kind, object.id)
    this.tables[kind].set(object)
    this.writes.push(before ? [kind, object.id, changed(before, object), 1] : [kind, object.id, object])
    return object
  }

  remove(kind: Kind, id: string) {
    this.tables[kind].delete(id)
    this.writes.push([kind, id])
  }

  /** Stores a new object and tells the world. */
  create<K extends keyof StripeKinds>(kind: K, object: Kinds[K], ...events: string[]): Kinds[K] {
    this.put(kind, object)
    for (const type of events) this.emit(type, kind, object.id)
    return object
  }

  /** Changes an object and tells the world, with the previous values as Stripe does in `*.updated` events. */
  update<K extends keyof StripeKinds>(
    kind: K,
    id: string,
    changes: Partial<Kinds[K]>,
    ...events: string[]
  ): Kinds[K] {
    const before = this.get(kind, id)
    const after = this.put(kind, { ...before, ...changes })
    const previous = changed(after, before)
    for (const type of events) this.emit(type, kind, id, type.endsWith('.updated') ? previous : undefined)
    return after
  }

  emit(type: string, kind: keyof StripeKinds, id: string, previous?: object) {
    const event = {
      id: newId('evt'),
      object: 'event',
      api_version: apiVersion,
      created: this.seconds(),
      data: { object: this.get(kind, id), ...(previous && { previous_attributes: previous }) },
      livemode: false,
      pending_webhooks: this.tables.endpoint.size,
      request: this.cause,
      type: type as Stripe.EventBase['type'],
    } satisfies Stripe.EventBase
    this.tables.event.set(event)
    this.writes.push(writeEvent(event, kind, id))
    this.addressEvent(event.id, type)
  }

  /** Keeps what was answered under an idempotency key; `object`: the answer is that one, shown as it is. */
  keep(answer: KeptAnswer, object: object = {}) {
    const id = 'id' in object ? String(object.id) : ''
    const kind = kindOf(id)
    if (!kind || this.find(kind, id) !== object) {
      this.put('answer', answer)
      return
    }
    this.tables.answer.set(answer)
    this.writes.push(writeAnswer(answer, kind, id))
  }

  /** Lets `work` happen at a moment (milliseconds of the account's clock). */
  later(at: number, work: Work, ref: string) {
    const due: Due = { id: newId('due', 12), at, work, ref }
    this.put('due', due)
    this.due.add(due)
  }

  send(delivery: Delivery) {
    this.put('delivery', delivery)
    if (delivery.state === 'pending') this.fresh.push(delivery)
  }

  private addressEvent(event: string, type: string) {
    const { mode, delayMs, shuffle, duplicates } = this.settings.webhooks
    for (const endpoint of this.tables.endpoint.oldest()) {
      if (!endpoint.events.includes('*') && !endpoint.events.includes(type)) continue
      for (let copy = 0; copy <= duplicates; copy++) {
        const firstAt = Date.now() + delayMs + (shuffle ? Math.random() * 300 : 0)
        const state = mode === 'deliver' ? 'pending' : mode === 'hold' ? 'held' : 'dropped'
        const id = newId('dlv', 12)
        this.send({ id, event, endpoint: endpoint.id, state, attempts: 0, firstAt, nextAt: firstAt })
      }
    }
  }
}

const defaultSettings: Settings = {
  id: 'settings',
  clockOffsetMs: 0,
  feeBps: 220,
  feeFixed: 30,
  settleDelayMs: 400,
  automaticPayouts: true,
  payoutDelayDays: 2,
  disputeFee: 1500,
  disputeFeeReturned: false,
  refundsWait: false,
  retryDays: [3, 5, 7],
  afterRetries: 'cancel',
  invoiceDraftSeconds: 0,
  retryFactor: 1,
  webhooks: { mode: 'deliver', duplicates: 0, shuffle: false, delayMs: 0 },
  failNext: null,
  fails: [],
  rateLimitPerSecond: null,
  totp: [],
}

/** The top-level fields of `after` that differ from `before`. */
function changed<T extends object>(before: T, after: T): Partial<T> {
  const difference: Partial<T> = {}
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (before[key] !== after[key] && JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      difference[key] = after[key]
    }
  }
  return difference
}
