import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import type { Tx } from '#app/platform/db.ts'

export type DonorEvent = {
  id: string
  at: Date
  kind:
    | 'gift'
    | 'refund'
    | 'dispute'
    /** What the bank decided of it. */
    | 'dispute_decided'
    | 'mail'
    | 'schedule'
    | 'wish'
    | 'consent'
    | 'consent_ended'
    | 'note'
    | 'note_ended'
    | 'stop'
    | 'stop_ended'
    | 'reveal'
    | 'export'
    | 'merge'
    | 'merge_undone'
    /** Their address was corrected by staff. */
    | 'address_corrected'
    /** Their address came off the list of those that are not written to. */
    | 'mail_allowed'
    /** What the donor did on their own pages. */
    | 'own'
  /** What of its kind, as the words name it: a message, a topic, a state, a reason. */
  code: string
  /** What came of it, or what was before; the id of what it opens. */
  detail: string | null
  amountCents: bigint | null
  /** Who of staff did it; null where it was the donor, or nobody. */
  staff: string | null
}

const pageSize = 40

type Of = { donorId: string; fundIds: string[]; after: Cursor | null }

/**
 * All that happened with a donor, the newest first: money in the reader's funds only, and the rest as it is kept. `donorId` is
 * who stands; what was kept under a record that was merged into them belongs to them.
 */
export async function donorTimeline(
  tx: Tx,
  { donorId, fundIds, after }: Of,
): Promise<{ events: DonorEvent[]; next: string | null }> {
  const at = after?.at ?? null
  const rows = await tx.$queryRaw<DonorEvent[]>`
    with family as materialized (select unnest(donor_family(${donorId}::uuid)) as id),
    schedules as materialized (
      select r.id from recurring_donation r where r.donor_id = ${donorId}::uuid
         and exists (select from monthly_parts(r.id) p where p.fund_id = any (${fundIds}::uuid[]))),
    -- One that was decided before it was heard of has no moment of its own: it is told as it was heard.
    decided as (
      select q.id, q.state, coalesce(q.closed_at, q.recorded_at) as at from dispute q where q.state <> 'open'
      union all
      select q.id, q.state, coalesce(q.closed_at, q.recorded_at) from imported_gift_dispute q where q.state <> 'open'),
    happened as (
      select 'gift' as kind, g.gift_id::text as source, min(g.given_at) as at, g.gift_kind as code, g.gift_id::text as detail,
             sum(g.amount_cents)::bigint as cents, null::uuid as staff_id
        from donor_record_line g where g.donor_id = ${donorId}::uuid and g.kind = 'gift' and g.fund_id = any (${fundIds}::uuid[])
       group by g.gift_kind, g.gift_id
      union all
      select g.kind, g.source_id, min(g.occurred_at), case when bool_and(g.stands) then 'stands' else 'fell' end,
             g.gift_id::text, sum(g.amount_cents)::bigint, null
        from donor_record_line g
       where g.donor_id = ${donorId}::uuid and g.kind in ('refund', 'dispute') and g.fund_id = any (${fundIds}::uuid[])
       group by g.kind, g.source_id, g.gift_id
      union all
      select 'dispute_decided', g.source_id, min(q.at), min(q.state), g.gift_id::text, sum(g.amount_cents)::bigint, null
        from donor_record_line g join decided q on q.id = g.source_id
       where g.donor_id = ${donorId}::uuid and g.kind = 'dispute' and g.fund_id = any (${fundIds}::uuid[])
       group by g.source_id, g.gift_id
      union all
      select 'mail', m.id::text, m.recorded_at, m.message,
             coalesce((select e.kind from mail_event e where e.mail_id = m.id order by e.id desc limit 1), 'queued'), null, m.staff_id
        from mail m where m.donor_id in (select id from family)
      union all
      select 'schedule', c.id::text, c.occurred_at, c.to_state, c.from_state, null, null
        from recurring_donation_change c where c.recurring_donation_id in (select id from schedules)
      union all
      select 'wish', w.id::text, e.occurred_at, w.kind, null, w.amount_cents, null
        from recurring_donation_wish w join recurring_donation_wish_end e on e.wish_id = w.id and e.outcome = 'done'
       where w.recurring_donation_id in (select id from schedules)
      union all
      select 'consent', c.id::text, c.given_at, c.topic, null, null, null
        from donor_consent c where c.donor_id in (select id from family)
      union all
      select 'consent_ended', c.id::text, c.ended_at, c.topic, null, null, null
        from donor_consent c where c.donor_id in (select id from family) and c.ended_at is not null
      union all
      select 'note', n.id::text, n.occurred_at, 'note', null, null, n.written_by
        from donor_note n where n.donor_id in (select id from family)
      union all
      select 'note_ended', n.id::text, e.occurred_at, e.reason, null, null, e.ended_by
        from donor_note n join donor_note_end e on e.note_id = n.id where n.donor_id in (select id from family)
      union all
      select 'stop', s.id::text, s.occurred_at, coalesce(s.topic, 'everything'), s.reason, null, s.set_by
        from donor_contact_stop s where s.donor_id in (select id from family)
      union all
      select 'stop_ended', s.id::text, e.occurred_at, coalesce(s.topic, 'everything'), e.reason, null, e.ended_by
        from donor_contact_stop s join donor_contact_stop_end e on e.stop_id = s.id where s.donor_id in (select id from family)
      union all
      select 'reveal', v.id::text, v.occurred_at, v.reason, null, null, v.staff_id
        from donor_reveal v where v.donor_id in (select id from family)
      union all
      select 'reveal', e.id::text, e.occurred_at, 'on_gift', null, null, e.actor_id
        from payment p join audit_event e on e.subject_id = p.id::text and e.subject = 'payment'
                                         and e.action = 'donor.address_revealed' and e.outcome = 'done'
       where p.donor_id = ${donorId}::uuid
      union all
      select 'reveal', e.id::text, e.occurred_at, 'on_mail', null, null, e.actor_id
        from mail m join audit_event e on e.subject_id = m.id::text and e.subject = 'mail'
                                      and e.action = 'donor.address_revealed' and e.outcome = 'done'
       where m.donor_id in (select id from family)
      union all
      select 'own', e.id::text, e.occurred_at, split_part(e.action, '.', 2), null, null, null
        from family f join audit_event e on e.subject_id = f.id::text and e.subject = 'donor' and e.outcome = 'done'
                                        and e.action in ('donor.settings_changed', 'donor.email_changed',
                                                         'donor.data_downloaded', 'donor.erased')
      union all
      select case e.action when 'donor.email_corrected' then 'address_corrected' else 'mail_allowed' end, e.id::text, e.occurred_at,
             e.detail ->> 'reason', null, null, e.actor_id
        from family f join audit_event e on e.subject_id = f.id::text and e.subject = 'donor' and e.outcome = 'done'
                                        and e.action in ('donor.email_corrected', 'mail.suppression_ended')
      union all
      select 'export', x.id::text, x.occurred_at, x.format, null, null, x.made_by
        from donor_export x where x.donor_id in (select id from family)
      union all
      select 'merge', m.id::text, m.occurred_at, 'merge', null, null, m.merged_by
        from donor_merge m where ${donorId}::uuid = m.merged_id or m.survivor_id in (select id from family)
      union all
      select 'merge_undone', m.id::text, m.undone_at, 'merge_undone', null, null, m.undone_by
        from donor_merge m
       where (${donorId}::uuid = m.merged_id or m.survivor_id in (select id from family)) and m.undone_at is not null),
    keyed as (
      select md5(h.kind || h.source)::uuid as id, date_trunc('milliseconds', h.at) as at, h.kind, h.code, h.detail,
             h.cents as "amountCents", h.staff_id
        from happened h)
    select k.id::text as id, k.at, k.kind, k.code, k.detail, k."amountCents", s.name as staff
      from keyed k left join staff s on s.id = k.staff_id
     where ${at}::timestamptz is null or (k.at, k.id) < (${at}::timestamptz, ${after?.id ?? null}::uuid)
     order by k.at desc, k.id desc limit ${pageSize + 1}`
  const events = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? events.at(-1) : undefined
  return { events, next: last ? writeCursor({ at: last.at, id: last.id }) : null }
}
