-- Why: the obligor's address stands on the I-352. Between its signature and the posting there is no bond yet, and ICE writes to
-- the address on the contract all the same: it is told of a move for these too.

-- The contract of an immigration bond was signed by that moment, its bond was not posted by then, and neither is over.
create function contract_stands_since(p_disbursement uuid, p_moment timestamptz) returns boolean language sql stable as $$
  select exists (
    select from disbursement d left join bond b on b.disbursement_id = d.id
     where d.id = p_disbursement and d.kind = 'immigration_bond'
       and (b.posted_at > p_moment and b.state not in ('closed', 'returned_unposted')
            or b.id is null and d.state in ('proposed', 'approved')
               and (select p.state from preparation_now(d.id) p) in ('contract_signed', 'wire_sent', 'wire_returned'))
       -- Of the present try: the contract of one that came back unposted binds nobody.
       and exists (select from bond_preparation_step s
                    where s.disbursement_id = d.id and s.to_state = 'contract_signed' and s.occurred_at <= p_moment
                      and s.number = (select max(l.number) from bond_preparation_step l where l.disbursement_id = d.id)))
$$;

create table address_change_contract_notice (
  change_id       uuid not null references address_change (id),
  disbursement_id uuid not null references disbursement (id),
  way             text not null check (way in ('by_mail', 'in_person', 'online', 'through_lawyer')),
  notified_on     date not null,
  notified_by     uuid not null references staff (id),
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default now(),
  constraint contract_is_told_of_a_change_once primary key (change_id, disbursement_id)
);
create index address_change_contract_notice_idx on address_change_contract_notice (disbursement_id);

create function address_change_contract_notice_guard() returns trigger language plpgsql as $$
begin
  if not exists (select from disbursement d where d.id = new.disbursement_id
                  and holds_role(new.notified_by, d.fund_id, array['intake', 'approver', 'treasurer', 'administrator'])) then
    perform broken('paper_keeper_holds_the_role', 'address_change_contract_notice');
  end if;
  if not exists (select from address_change a
                  where a.id = new.change_id and contract_stands_since(new.disbursement_id, a.occurred_at)) then
    perform broken('only_an_open_bond_is_told', 'address_change_contract_notice');
  end if;
  return new;
end $$;
create trigger address_change_contract_notice_guard before insert on address_change_contract_notice
  for each row execute function address_change_contract_notice_guard();

create trigger address_change_contract_notice_is_append_only before update or delete or truncate on address_change_contract_notice
  for each statement execute function refuse_rewriting('address_changes_are_append_only');
alter table address_change_contract_notice enable row level security;
create policy fund_scope on address_change_contract_notice
  using (exists (select from disbursement d where d.id = disbursement_id));
