-- Why: what a court calls for beyond a deposit is carried to its window as bail is. Paid with cash that a poster had, it was booked
-- out of the bank a second time, and the cash stayed with the poster in the books for good: the rule that the books say of cash
-- what its records say named each kind of payment, and not this one. It asks of every payment now, whatever it is for.
drop trigger cash_has_a_record on ledger_transfer;
create constraint trigger cash_has_a_record after insert on ledger_transfer
  deferrable initially deferred for each row
  when (new.reverses_id is null
        and (new.code in ('advance_out', 'advance_back', 'bond_posted', 'bond_fee', 'support', 'program_cost', 'forfeiture_call',
                          'cash_banked', 'cash_drawn')
             or new.source_kind in ('disbursement_payment', 'cash_count', 'cash_difference')))
  execute function cash_has_a_record();
