import { Prisma } from '#prisma/generated/client.ts'
import { type CloseWindow, reachedBy } from './close-window.server.ts'
import type { FigureName } from './figures.ts'

/** What a movement for a person is. A return with a deduction is two of them, with one source. */
export type Part =
  | 'posted'
  | 'returned'
  | 'withheld'
  | 'forfeited'
  | 'written_off'
  | 'recovered'
  | 'bond_fees'
  | 'support'

/** Which figures each part moves. Gifts move what is on hand too, but no person stands behind them. */
export const figuresMovedBy: Record<Part, readonly FigureName[]> = {
  posted: ['posted', 'out_on_bonds', 'on_hand'],
  returned: ['returned', 'out_on_bonds', 'on_hand'],
  withheld: ['withheld', 'lost', 'not_coming_back', 'out_on_bonds'],
  forfeited: ['forfeited', 'lost', 'not_coming_back', 'out_on_bonds'],
  written_off: ['written_off', 'lost', 'not_coming_back', 'out_on_bonds'],
  // Income that has a person behind it: what came after a loss, and interest.
  recovered: ['on_hand'],
  bond_fees: ['bond_fees', 'not_coming_back', 'on_hand'],
  support: ['support', 'on_hand'],
}

/**
 * A table of movements for people within the window: `part`, `cents` (the fund's own, the family's part taken off),
 * `whose` (the bond, else the payment), its source, and whether it stood there at go-live. A reversal counts against
 * what it undoes. A percentage bond called for more is money out for a bond once more, and lost.
 */
export const bondMovements = (window: CloseWindow): Prisma.Sql => Prisma.sql`
  select f.part, f.cents, m.id, m.occurred_at, m.source_kind, m.source_id, m.what = 'opening' as at_go_live,
         coalesce(m.bond, max(m.bond) over (partition by m.source_kind, m.source_id), m.source_id) as whose
    from (select t.id, t.occurred_at, t.source_kind, t.source_id, coalesce(o.code, t.code) as what,
                 case when t.reverses_id is null then t.amount_cents else -t.amount_cents end as cents,
                 t.amount_cents, d.code as debit, c.code as credit,
                 case when d.code in ('bond_deposit', 'refund_due', 'copay_posted') then d.sub
                      when c.code in ('bond_deposit', 'refund_due', 'copay_posted') then c.sub
                      else coalesce(r.bond_id, called.bond_id)::text end as bond
            from ledger_transfer t
            join ledger_account d on d.id = t.debit_account_id
            join ledger_account c on c.id = t.credit_account_id
            left join ledger_transfer o on o.id = t.reverses_id
            left join bond_recovery r on t.source_kind = 'bond_recovery' and r.id::text = t.source_id
            left join disbursement_payment p on t.code = 'forfeiture_call' and p.id::text = t.source_id
            left join forfeiture_call called on called.disbursement_id = p.disbursement_id
           where ${reachedBy(window)}
             and t.code in ('bond_posted', 'bond_fee', 'bond_returned', 'bond_withheld', 'bond_forfeited', 'forfeiture_call',
                            'written_off', 'recovered', 'bond_interest', 'copay_posted', 'copay_freed', 'support', 'program_cost', 'opening', 'reversal')) m
   cross join lateral (values
     ('posted', case when m.what in ('bond_posted', 'forfeiture_call') then m.cents
                     when m.what = 'opening' and m.debit in ('bond_deposit', 'refund_due') then m.cents
                     when m.what = 'copay_posted' or m.what = 'opening' and m.credit = 'copay_posted' then -m.cents
                     else 0 end),
     ('returned', case m.what when 'bond_returned' then m.cents when 'copay_freed' then -m.cents else 0 end),
     ('withheld', case when m.what = 'bond_withheld' then m.cents else 0 end),
     ('forfeited', case when m.what in ('bond_forfeited', 'forfeiture_call') then m.cents else 0 end),
     ('written_off', case when m.what = 'written_off' then m.cents else 0 end),
     ('recovered', case when m.what in ('recovered', 'bond_interest') then m.cents else 0 end),
     ('bond_fees', case when m.what = 'bond_fee' then m.cents else 0 end),
     ('support', case when m.what in ('support', 'program_cost') then m.cents else 0 end)) f (part, cents)
   where f.cents <> 0`
