-- Why: a bond that funds share is one bond at one window. One person carries it, with the slip of the whole and with cash of every
-- fund that signs some out; who may not post in each of the funds would stand there with a part that the clerk does not take.

create function shared_parts_have_one_poster() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  part uuid := coalesce((to_jsonb(new) ->> 'disbursement_id')::uuid,
                        (select a.disbursement_id from posting_assignment a where a.id = (to_jsonb(new) ->> 'assignment_id')::uuid));
begin
  if (select count(distinct coalesce(poster_of(p.disbursement_id)::text, '')) > 1
        from shared_bond_part own join shared_bond_part p on p.shared_bond_id = own.shared_bond_id
       where own.disbursement_id = part) then
    perform broken('shared_parts_have_one_poster', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger shared_parts_have_one_poster after insert on posting_assignment
  deferrable initially deferred for each row execute function shared_parts_have_one_poster();
create constraint trigger shared_parts_have_one_poster after insert on posting_withdrawal
  deferrable initially deferred for each row execute function shared_parts_have_one_poster();

-- As before, without the shared part: its cash is signed out by two of its own fund, and spent when the whole is paid.
create or replace function why_no_cash_for(p_disbursement uuid) returns text language sql stable security definer
  set search_path = public, pg_temp as $$
  select case
           when s.state in ('verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned')
           then 'preparation_does_not_allow_posting'
           when s.state = 'wire_sent' then 'money_is_under_way' end
    from preparation_now(p_disbursement) s
$$;
