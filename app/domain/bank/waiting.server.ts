import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

type Row = {
  act: string
  accountId: string
  fundIds: string[]
  cents: bigint
  since: Date
  by: string | null
}

/**
 * Per bank account: lines that nobody explained for longer than money is on its way, movements whose line never came, and
 * differences that someone else booked.
 */
export async function waitingAtBank(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Row[]>`
    with late as (
      select 'explain_bank_line' as act, l.bank_account_id as id, l.amount_cents as cents, l.day::timestamptz as since, null::uuid as by
        from standing_bank_line l join bank_account b on b.id = l.bank_account_id
       where l.match_id is null and l.day < day_here(now()) - b.days_in_transit
      union all
      select 'find_bank_line', v.bank_account_id, v.amount_cents, v.day::timestamptz, null
        from bank_movement v join bank_account b on b.id = v.bank_account_id
       where v.day < day_here(now()) - b.days_in_transit
         and not exists (select from bank_match_movement x join standing_bank_match m on m.id = x.match_id
                          where m.bank_account_id = v.bank_account_id and x.source_kind = v.source_kind and x.source_id = v.source_id)
         and not exists (select from bank_movement_note n where n.bank_account_id = v.bank_account_id
                            and n.source_kind = v.source_kind and n.source_id = v.source_id and n.until_day >= day_here(now()))
      union all
      select 'explain_bank_difference', m.bank_account_id, m.booked_cents, m.occurred_at, m.matched_by
        from standing_bank_match m
       where m.booked_cents <> 0 and not exists (select from bank_difference_explanation e where e.match_id = m.id))
    select t.act, t.id::text as "accountId", sum(abs(t.cents))::bigint as cents, min(t.since) as since,
           array(select distinct h.fund_id::text from bank_account_fund h join fund f on f.id = h.fund_id
                  where h.bank_account_id = t.id and f.kind <> 'operating') as "fundIds", t.by::text as by
      from late t group by t.act, t.id, t.by`
  return rows.flatMap(({ act, accountId, fundIds, cents, since, by }): Waiting[] => {
    const [first] = fundIds
    // An account of the organization's own money alone is everyone's who may work on any.
    const mine = fundIds.length > 0 ? fundIds : staff.fundIds
    const answers = mine.every((fundId) => may(personIn(fundId).roles, 'reconciliation:work'))
    if (!answers || by === staff.id) return []
    return [
      {
        ...{ act, to: `/admin/reconciliation/${accountId}`, fundId: first ?? staff.fundIds[0] ?? '' },
        ...{ caseCode: null, amountCents: cents, since, dueAt: null },
      },
    ]
  })
}
