-- Why: a bank may have to report cash that is paid in, and a family's part may be cash. How it came was nowhere said, so nobody
-- could be told that it is large. Of what came before, it stays unknown.
alter table copay_receipt
  add column method text check (method in ('check', 'cashiers_check', 'money_order', 'transfer', 'cash'));
