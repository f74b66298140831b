import type { Step } from '#app/domain/funds/limits.ts'
import type { Tx } from '#app/platform/db.ts'

/** What an act made of the fund: the state it came to, what it keeps back, who must agree, where and for what it works. */
type Said =
  | { kind: 'state'; from: string | null; to: string }
  /** Cents, as text. */
  | { kind: 'reserve'; from: string | null; to: string }
  /** How long a proposal waits, in hours; caps in cents. */
  | { kind: 'limits'; to: string; steps: Step[]; capCents: bigint | null; dailyCapCents: bigint | null }
  | { kind: 'place' | 'place_ended'; to: string }
  /** Which version of its words. */
  | { kind: 'purpose'; to: string }
  /** Why it was stopped. */
  | { kind: 'incident' | 'incident_over'; to: string }

/** A limit, state, place or purpose of the fund that somebody changed, or an incident. */
export type FundChange = Said & {
  key: string
  /** Null where the system did. */
  by: string | null
  /** The second person; null where one suffices. */
  agreed: string | null
  at: Date
}

type Row = {
  key: string
  kind: FundChange['kind']
  from: string | null
  to: string
  steps: { from: string; approvals: number }[] | null
  cap: bigint | null
  daily: bigint | null
  by: string | null
  agreed: string | null
  at: Date
}

/** What holds or held, the newest first. What was only proposed, or dropped, is told by the audit. */
export async function fundChanges(tx: Tx, fundId: string): Promise<FundChange[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select c.key, c.kind, c."from", c."to", c.steps, c.cap, c.daily, s.name as by, o.name as agreed, c.at from (
      select 'state' || c.id as key, 'state' as kind, c.from_state as "from", c.to_state as "to", null::jsonb as steps,
             null::bigint as cap, null::bigint as daily, coalesce(g.proposed_by, c.changed_by) as by,
             case when g.id is not null then c.changed_by end as agreed, c.recorded_at as at
        from fund_state_change c left join fund_closing g on g.id = c.closing_id where c.fund_id = ${fundId}::uuid
      union all select 'reserve' || id, 'reserve', from_cents::text, to_cents::text, null, null, null, changed_by, null, recorded_at
        from fund_reserve_change where fund_id = ${fundId}::uuid
      union all select 'limits' || l.id, 'limits', null, l.expiry_hours::text,
                       (select jsonb_agg(jsonb_build_object('from', x.from_cents::text, 'approvals', x.approvals) order by x.place)
                          from unnest(l.from_cents, l.approvals_required) with ordinality as x(from_cents, approvals, place)),
                       l.cap_cents, l.daily_cap_cents, l.proposed_by, d.decided_by, d.recorded_at
        from fund_limits l join fund_limits_decision d on d.limits_id = l.id and d.outcome = 'confirmed'
       where l.fund_id = ${fundId}::uuid
      union all select 'place' || id, 'place', null, place, null, null, null, recorded_by, null, recorded_at
        from fund_place where fund_id = ${fundId}::uuid
      union all select 'ending' || e.id, 'place_ended', null, p.place, null, null, null, e.proposed_by, d.decided_by, d.recorded_at
        from fund_place p join fund_place_ending e on e.fund_place_id = p.id
        join fund_place_ending_decision d on d.ending_id = e.id and d.outcome = 'confirmed'
       where p.fund_id = ${fundId}::uuid
      union all select 'purpose' || c.id, 'purpose', null, d.version::text, null, null, null, c.proposed_by, d.decided_by, d.recorded_at
        from fund_purpose_change c join fund_purpose_change_decision d on d.change_id = c.id and d.decision = 'confirmed'
       where c.fund_id = ${fundId}::uuid
      union all select 'incident' || id, 'incident', null, reason, null, null, null, raised_by, null, recorded_at
        from incident where fund_id = ${fundId}::uuid
      union all select 'over' || i.id, 'incident_over', null, i.reason, null, null, null, l.lifted_by, c.confirmed_by, c.recorded_at
        from incident i join incident_lifting l on l.incident_id = i.id
        join incident_lifting_confirmation c on c.incident_id = i.id
       where i.fund_id = ${fundId}::uuid) c
      left join staff s on s.id = c.by left join staff o on o.id = c.agreed order by c.at desc, c.key limit 200`
  return rows.map(said)
}

function said({ kind, from, to, steps, cap, daily, ...row }: Row): FundChange {
  if (kind === 'state' || kind === 'reserve') return { ...row, kind, from, to }
  if (kind !== 'limits') return { ...row, kind, to }
  return {
    ...{ ...row, kind, to, capCents: cap, dailyCapCents: daily },
    steps: (steps ?? []).map((step) => ({ fromCents: BigInt(step.from), approvals: step.approvals })),
  }
}
