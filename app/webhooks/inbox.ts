import type { Pool } from 'pg'

/** A verified event: its id, and the bytes that the signature was over. */
export type Arrival = { id: string; body: Buffer }

type Waiting = Arrival & { done: () => void; fail: (error: unknown) => void }

export type Inbox = { keep(arrival: Arrival): Promise<void> }

const largestGroup = 200
/** While one group is being committed, the next one is gathered and sent. */
const groupsUnderWay = 2

/**
 * Writes events with their job, many in one commit: what arrives while commits are under way goes into the next, and
 * no timer makes anyone wait. An event already stored is kept as it was, and no job names it again.
 */
export function openInbox(pool: Pool): Inbox {
  const waiting: Waiting[] = []
  let underWay = 0

  async function writeAll(): Promise<void> {
    if (underWay === groupsUnderWay) return
    underWay += 1
    while (waiting.length > 0) await writeGroup(waiting.splice(0, largestGroup))
    underWay -= 1
  }

  /** One that the database will not take is found by halving, so that it fails alone. */
  async function writeGroup(group: Waiting[]): Promise<void> {
    try {
      await pool.query({ name: 'keep-events', text: insertSql, values: [asJsonArray(group)] })
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

/** The bodies are JSON already, and go as they came: nothing is written out again here. */
const asJsonArray = (group: Waiting[]): string =>
  `[${group.map(({ body }) => body.toString('utf8')).join(',')}]`

/** The facts and their job commit together: one job for a group, since a job costs more than an event. */
const insertSql = `
  with kept as (
    insert into stripe_event (id, type, object_id, created_at, livemode, api_version, payload)
    select distinct on (e ->> 'id') e ->> 'id', e ->> 'type', e #>> '{data,object,id}',
           to_timestamp((e ->> 'created')::bigint), (e ->> 'livemode')::boolean, e ->> 'api_version', (e #> '{data,object}')::jsonb
      from json_array_elements($1::json) e
     order by e ->> 'id'
    on conflict (id) do nothing
    returning id),
  named as (select json_agg(id) as ids from kept having count(*) > 0)
  select graphile_worker.add_job('stripe.events', json_build_object('eventIds', ids), max_attempts => 25) from named`
