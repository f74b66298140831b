import type { BondState } from '#app/domain/bonds/bond.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'

type Row = {
  id: string
  fundId: string
  caseCode: string
  cents: bigint
  since: Date
  hasDate: boolean
  isOver: boolean
}

/** Out, with a case that goes on: also after a missed date, and while ICE's breach is appealed. What a notice asks for has a last day of its own. */
const statesToAsk: BondState[] = ['active', 'missed_court', 'appealed']

/** A case can end while its person is held by something else. */
const statesThatEnd: BondState[] = [...statesToAsk, 'posted_not_released']

/** A clerk or a lawyer answers within days, and a first date may come within a week of a release. */
const daysToAsk = 3

/** Of an end nobody has to be asked: it was told, and waits to be entered, since the money is asked for only then. */
const daysToSayOver = 1

/**
 * People who are out and whose next date nobody knows, or whom nobody asked whether they want to be called before it: a missed
 * date costs them their freedom and the fund its deposit. Where a hearing ended the case, and no later date was entered since,
 * what became of it is to be said instead. A bond that funds share is told of once, with what any part knows.
 */
export async function waitingNextDates(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const rows = await tx.$queryRaw<Row[]>`
    select b.id, b.fund_id as "fundId", b.case_code as "caseCode", t.cents, t.has_date as "hasDate", t.is_over as "isOver",
           greatest(out_since.at, t.last_date) as since
      from bond b
      left join shared_bond_part own on own.disbursement_id = b.disbursement_id
      left join shared_bond s on s.id = own.shared_bond_id
     cross join lateral (
       select array(select b.id union select y.id from shared_bond_part x join bond y on y.disbursement_id = x.disbursement_id
                     where x.shared_bond_id = s.id) as ids) whole
     cross join lateral (select coalesce(max(c.occurred_at), b.posted_at) as at from bond_state_change c where c.bond_id = b.id) out_since
     cross join lateral (
       select exists (select from court_date d where d.bond_id = any(whole.ids)
                         and not exists (select from court_date_outcome o where o.date_id = d.id)) as has_date,
              exists (select from case_contact c where c.bond_id = any(whole.ids)) as has_answer,
              (select max(o.occurred_at) from court_date_outcome o where o.bond_id = any(whole.ids)) as last_date,
              coalesce((select o.outcome = 'case_ended' and not exists (
                                 select from court_date n where n.bond_id = any(whole.ids)
                                    and n.recorded_at > o.recorded_at and n.day > local_day(o.occurred_at))
                          from court_date_outcome o join court_date d on d.id = o.date_id
                         where o.bond_id = any(whole.ids) and o.outcome not in ('moved', 'cancelled')
                         order by least(d.day, local_day(o.occurred_at)) desc, o.outcome = 'case_ended' desc, o.recorded_at desc
                         limit 1), false) as is_over,
              (select sum(p.principal_cents)::bigint from bond p where p.id = any(whole.ids)) as cents) t
     where b.state = any(${statesThatEnd}::text[])
       and (t.is_over or b.state = any(${statesToAsk}::text[]) and not (t.has_date and t.has_answer))
       and coalesce(own.position, 0) = 0 and cardinality(whole.ids) = coalesce(s.parts, 1)
     order by since, b.id limit 500`
  const theirs = rows.filter(({ fundId }) => may(personIn(fundId).roles, 'bonds:follow'))
  const over = theirs
    .filter(({ isOver }) => isOver)
    .map(
      ({ id, fundId, caseCode, cents, since }): Waiting => ({
        ...{ act: 'say_case_over', to: `/admin/bonds/${id}`, fundId, caseCode, since, amountCents: cents },
        dueAt: workingDaysAfter(since, daysToSayOver, timezone),
      }),
    )
  const going = theirs
    .filter(({ isOver }) => !isOver)
    .map(
      ({ id, fundId, caseCode, cents, since, hasDate }): Waiting => ({
        act: hasDate ? 'ask_about_calls' : 'ask_for_date',
        ...{ to: `/admin/bonds/${id}/dates`, fundId, caseCode, since, amountCents: cents },
        dueAt: workingDaysAfter(since, daysToAsk, timezone),
      }),
    )
  return [...together(over, 'say_cases_over'), ...together(going, 'ask_for_dates')]
}

/** Of many the one that has waited longest is opened; when it is done, the next comes up. */
const together = (items: Waiting[], act: string): Waiting[] =>
  waitTogether(items, (fundId) => ({
    act,
    to: items.find((item) => item.fundId === fundId)?.to ?? '/admin/dates',
  }))
