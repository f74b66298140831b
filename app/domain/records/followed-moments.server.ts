import { Prisma } from '#prisma/generated/client.ts'

/**
 * Of `posted` bonds and `spent` disbursements: who was sent to the window, dates and what became of them, last days, calls to
 * the jail, papers and their covered copies. A row is key, kind, code, by whom, when it happened, when it was recorded, the day
 * that it speaks of, a second code and whom it is about. What funds share has a row for each part, and papers stand with one part.
 */
export const followedMoments: Prisma.Sql = Prisma.sql`
  select 'window' || id, 'window', '', assigned_by, occurred_at, recorded_at, null::date, null::text, poster_id
    from posting_assignment where disbursement_id in (select id from spent)
  union all select 'window over' || a.id, 'window_over', w.reason, w.withdrawn_by, w.occurred_at, w.recorded_at, null, null, a.poster_id
    from posting_withdrawal w join posting_assignment a on a.id = w.assignment_id
   where a.disbursement_id in (select id from spent)
  union all select 'attempt' || advance_id || disbursement_id, 'attempt', reason, recorded_by, occurred_at, recorded_at, null, null, null
    from posting_attempt where disbursement_id in (select id from spent)
  union all select 'release check' || id, 'release_check', answer, recorded_by, occurred_at, recorded_at, null, null, null
    from release_check where bond_id in (select id from posted)
  union all select 'date' || id, 'date', hearing, recorded_by, occurred_at, recorded_at, day, null, null
    from court_date where bond_id in (select id from posted)
  union all select 'date over' || d.id, 'date_over', o.outcome, o.recorded_by, o.occurred_at, o.recorded_at, d.day, d.hearing, null
    from court_date_outcome o join court_date d on d.id = o.date_id where o.bond_id in (select id from posted)
  union all select 'missed' || id, 'missed', '', recorded_by, occurred_at, recorded_at, null, null, null
    from missed_date where date_id is null and bond_id in (select id from posted)
  union all select 'why missed' || a.id, 'missed_answer', a.whereabouts, a.recorded_by, a.occurred_at, a.recorded_at, null, a.lawyer, null
    from missed_date_answer a join missed_date m on m.id = a.missed_id where m.bond_id in (select id from posted)
  union all select 'deadline' || id, 'deadline', kind, recorded_by, occurred_at, recorded_at, last_day, null, null
    from bond_deadline where bond_id in (select id from posted)
  union all select 'deadline over' || d.id, 'deadline_over', e.outcome, e.recorded_by, e.occurred_at, e.recorded_at, d.last_day, d.kind, null
    from bond_deadline_end e join bond_deadline d on d.id = e.deadline_id where d.bond_id in (select id from posted)
  union all select 'paper' || id, 'paper', paper, recorded_by, occurred_at, recorded_at, happened_on, standing, null
    from bond_paper where bond_id in (select x.bond_id from posted p cross join lateral parts_of_bond(p.id) x)
  union all select 'evidence' || id, 'evidence', purpose, added_by, occurred_at, recorded_at, null, null, null
    from bond_evidence where bond_id in (select x.bond_id from posted p cross join lateral parts_of_bond(p.id) x)
  union all select 'evidence seen' || e.id, 'evidence_seen', case when r.clean then 'clean' else 'named' end, r.reviewed_by,
                   r.occurred_at, r.recorded_at, null, e.purpose, null
    from bond_evidence_review r join bond_evidence e on e.id = r.evidence_id
   where e.bond_id in (select x.bond_id from posted p cross join lateral parts_of_bond(p.id) x)`
