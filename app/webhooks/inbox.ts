import type { Pool } from 'pg'
import type { Stripe } from '#app/platform/stripe.ts'

/** A verified event, and the bytes that the signature was over. */
export type Arrival = { event: Stripe.Event; body: Buffer }

type Waiting = Arrival & { done: () => void; fail: (error: unknown) => void }

export type Inbox = { keep(arrival: Arrival): Promise<void> }

const largestGroup = 200

/**
 * Writes events with their job, many in one commit: what arrives while a commit is under way goes into the next, and
 * no timer makes anyone wait. Two commits at once are no faster: each group is half as large. An event already stored is kept as it was, and no job names it again.
 */
export function openInbox(pool: Pool): Inbox {
  const waiting: Waiting[] = []
  let writing = false

  async function writeAll(): Promise<void> {
    if (writing) return
    writing = true
    while (waiting.length > 0) await writeGroup(waiting.splice(0, largestGroup))
    writing = false
  }

  /** One that the database will not take is found by halving, so that it fails alone. */
  async function writeGroup(group: Waiting[]): Promise<void> {
    try {
      await pool.query({ name: 'keep-events', text: insertSql, values: asParameters(group) })
      for (const one of group) one.done()
    } catch (error) {
      if (group.length > 1 && isAboutContent(error)) {
        const half = Math.ceil(group.length / 2)
        await writeGroup(group.slice(0, half))
        await writeGroup(group.slice(half))
        return
      }
      for (const one of group) one.fail(error)
    }
  }

  return {
    keep: (arrival) =>
      new Promise<void>((done, fail) => {
        waiting.push({ ...arrival, done, fail })
        void writeAll()
      }),
  }
}

/** Data that does not fit, a broken rule, a conflict: of one row. A database that is away is away for all. */
const isAboutContent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && /^(?:22|23|40)/.test(String(error.code))

/**
 * The bodies go as the bytes they came as, one behind the other: written into JSON or an array, each would be escaped
 * here and read again there, which costs more than all else. Groups in the order of their ids cannot deadlock with
 * those of another process.
 */
function asParameters(group: Waiting[]): [string, Buffer] {
  let start = 1
  const rows = group
    .toSorted((a, b) => (a.event.id < b.event.id ? -1 : 1))
    .map(({ event, body }) => {
      const row = {
        ...{ id: event.id, type: event.type, object_id: idOf(event.data.object), created: event.created },
        ...{ livemode: event.livemode, api_version: event.api_version, start, length: body.length },
      }
      start += body.length
      return { row, body }
    })
  return [JSON.stringify(rows.map(({ row }) => row)), Buffer.concat(rows.map(({ body }) => body))]
}

const idOf = (object: object): string | null =>
  'id' in object && typeof object.id === 'string' ? object.id : null

/** The facts and their job commit together: one job for a group, since a job costs more than an event. */
const insertSql = `
  with kept as (
    insert into stripe_event (id, type, object_id, created_at, livemode, api_version, body)
    select e.id, e.type, e.object_id, to_timestamp(e.created), e.livemode, e.api_version,
           substring($2::bytea from e.start for e.length)
      from json_to_recordset($1::json) as e (id text, type text, object_id text, created bigint, livemode boolean,
           api_version text, start int, length int)
    on conflict (id) do nothing
    returning id),
  named as (select json_agg(id) as ids from kept having count(*) > 0)
  select graphile_worker.add_job('stripe.events', json_build_object('eventIds', ids), max_attempts => 25) from named`
