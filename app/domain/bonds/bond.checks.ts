import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'
import { bondGroups } from './bond.ts'
import { dueStates } from './chase.ts'

const listed = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ')

/** With the court or DHS. A rescinded breach is still booked as lost until its deposit stands again. */
const deposited = [...bondGroups.out, ...bondGroups.trouble].filter((state) => state !== 'rescinded')
const nothingOpen = [...bondGroups.lost, ...bondGroups.closed, 'rescinded']

export const bondChecks: Check[] = [
  sqlCheck(
    'bond_stands_where_its_money_is',
    `with open as (
       select a.fund_id, a.sub, sum(a.balance_cents) filter (where a.code = 'bond_deposit') as deposited,
              sum(a.balance_cents) filter (where a.code = 'refund_due') as due
         from account_balance a where a.code in ('bond_deposit', 'refund_due') group by a.fund_id, a.sub),
     stands as (
       select b.id, b.state, coalesce(o.deposited, 0)::bigint as deposited, coalesce(o.due, 0)::bigint as due
         from bond b left join open o on o.fund_id = b.fund_id and o.sub = b.id::text)
     select * from stands
      where state in (${listed(deposited)}) and (deposited = 0 or due <> 0)
         or state in (${listed(dueStates)}) and (deposited <> 0 or due = 0 and not exists (
              select from bonds_with(stands.id) w join open o on o.fund_id = w.fund_id and o.sub = w.id::text and o.due > 0))
         or state in (${listed(nothingOpen)}) and (deposited <> 0 or due <> 0)`,
  ),
  sqlCheck(
    'shared_parts_never_drift',
    `select drifting_shared_bonds(null) as shared_bond_id
     union all
     select shared_exposures_apart(null)
     union all
     select s.id from shared_bond s
       join shared_bond_part p on p.shared_bond_id = s.id
       join disbursement_payment x on x.disbursement_id = p.disbursement_id
      group by s.id having count(*) <> s.parts
     union all
     select p.shared_bond_id from shared_bond_part p join bond b on b.disbursement_id = p.disbursement_id
      group by p.shared_bond_id having count(distinct b.state) > 1`,
  ),
  // Lost is what was booked and not reversed, and what was paid upon calls beyond it; recovered never exceeds it, and the
  // books say what the records say.
  sqlCheck(
    'recovery_stays_within_the_loss',
    `select b.id, bond_lost_cents(b.id) + bond_called_cents(b.id) as lost_cents, bond_recovered_cents(b.id) as recovered_cents
       from bond b where exists (select from bond_recovery r where r.bond_id = b.id)
        and bond_recovered_cents(b.id) > bond_lost_cents(b.id) + bond_called_cents(b.id)
     union all
     select r.id, r.received_cents, coalesce(sum(t.amount_cents), 0)::bigint
       from bond_recovery r
       left join ledger_transfer t on t.source_id = r.id::text and t.source_kind = 'bond_recovery'
        and t.code in ('recovered', 'copay_recovered')
      group by r.id having r.received_cents <> coalesce(sum(t.amount_cents), 0)`,
  ),
  sqlCheck(
    'reversal_mirrors_its_original',
    `select t.id, t.code, t.reverses_id from ledger_transfer t left join ledger_transfer o on o.id = t.reverses_id
      where (t.code = 'reversal' or t.reverses_id is not null)
        and (t.code <> 'reversal' or o.id is null
             or (t.fund_id, t.debit_account_id, t.credit_account_id, t.amount_cents)
                is distinct from (o.fund_id, o.credit_account_id, o.debit_account_id, o.amount_cents))
     union all
     select null, 'reversal of ' || x.loss_id, null from bond_loss_reversal x
      where not exists (select from ledger_transfer t where t.source_id = x.loss_id::text and t.source_kind = 'bond_loss_reversal')`,
  ),
]
