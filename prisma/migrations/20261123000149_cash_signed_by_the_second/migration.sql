-- Why: cash that was counted back or carried between bank and box was one person's word: whoever entered it named another, who signed
-- nothing, and the books followed at once. The other now says it themselves. They sign it with a fresh proof or dispute it in words.
-- Until they sign nothing is booked, and whoever carried the cash answers for it. Whoever wrote it may take it back before.

-- What was entered before this was booked with its entry: that stands as it is.
alter table advance_return add column witness_signs boolean not null default false;
alter table advance_return alter column witness_signs set default true;
alter table cash_move add column witness_signs boolean not null default false;
alter table cash_move alter column witness_signs set default true;

-- One answer ends the waiting: the second person's yes or no, or that it was taken back.
create table advance_return_answer (
  return_id   uuid constraint return_is_answered_once primary key references advance_return (id),
  answer      text not null check (answer in ('signed', 'disputed', 'withdrawn')),
  answered_by uuid not null references staff (id),
  step_up_id  uuid constraint return_answer_step_up_is_spent_once unique references staff_step_up (id),
  -- Why it is disputed.
  words       text not null default '',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint cash_signature_is_proved check ((answer = 'signed') = (step_up_id is not null)),
  constraint cash_dispute_has_words check ((answer = 'disputed') = (words <> '') and length(words) <= 300)
);

create table cash_move_answer (
  move_id     uuid constraint move_is_answered_once primary key references cash_move (id),
  answer      text not null check (answer in ('signed', 'disputed', 'withdrawn')),
  answered_by uuid not null references staff (id),
  step_up_id  uuid constraint move_answer_step_up_is_spent_once unique references staff_step_up (id),
  words       text not null default '',
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  constraint cash_signature_is_proved check ((answer = 'signed') = (step_up_id is not null)),
  constraint cash_dispute_has_words check ((answer = 'disputed') = (words <> '') and length(words) <= 300)
);

-- `named`: from before. `abandoned`: whoever was named has left or handles no cash any longer, and can sign nothing.
create function advance_return_state(p_return uuid) returns text language sql stable as $$
  select case when not r.witness_signs then 'named'
              when x.answer is not null then x.answer
              when handles_cash(r.witnessed_by, a.fund_id) then 'waiting'
              else 'abandoned' end
    from advance_return r join advance a on a.id = r.advance_id
    left join advance_return_answer x on x.return_id = r.id
   where r.id = p_return
$$;

create function cash_move_state(p_move uuid) returns text language sql stable as $$
  select case when not m.witness_signs then 'named'
              when x.answer is not null then x.answer
              when handles_cash(m.witnessed_by, m.fund_id) then 'waiting'
              else 'abandoned' end
    from cash_move m left join cash_move_answer x on x.move_id = m.id
   where m.id = p_move
$$;

-- As before, and: what was counted back is back once the second person has signed it.
create or replace function advance_left_cents(p_advance uuid) returns bigint language sql stable as $$
  select coalesce((select a.amount_cents from advance a join advance_confirmation c on c.advance_id = a.id where a.id = p_advance), 0)::bigint
       - coalesce((select sum(handed_over_cents(p.payment_id)) from advance_payment p where p.advance_id = p_advance), 0)::bigint
       - coalesce((select sum(r.amount_cents) from advance_return r
                    where r.advance_id = p_advance
                      and (not r.witness_signs
                           or exists (select from advance_return_answer x
                                       where x.return_id = r.id and x.answer = 'signed'))), 0)::bigint
$$;

-- Counted back by one person's word, and not answered by the other yet.
create function advance_unsigned_cents(p_advance uuid) returns bigint language sql stable as $$
  select coalesce(sum(r.amount_cents), 0)::bigint from advance_return r
   where r.advance_id = p_advance and r.witness_signs
     and not exists (select from advance_return_answer x where x.return_id = r.id)
$$;

-- As before, and: what waits for its signature is not counted back a second time.
create or replace function advance_return_guard() returns trigger language plpgsql as $$
declare
  a advance;
begin
  select * into a from advance where id = new.advance_id;
  perform lock_fund_bank(array[a.fund_id]);
  if a.poster_id in (new.counted_by, new.witnessed_by) then
    perform broken('poster_does_not_count_what_they_bring', 'advance_return');
  end if;
  if not handles_cash(new.counted_by, a.fund_id) or not handles_cash(new.witnessed_by, a.fund_id) then
    perform broken('cash_handler_holds_the_role', 'advance_return');
  end if;
  if new.amount_cents > advance_left_cents(a.id) - advance_unsigned_cents(a.id) then
    perform broken('return_stays_within_its_advance', 'advance_return');
  end if;
  if new.occurred_at < date_trunc('minute', a.occurred_at) then
    perform broken('return_before_its_advance', 'advance_return');
  end if;
  new.witness_signs := true;
  return new;
end $$;

create or replace function cash_move_guard() returns trigger language plpgsql as $$
begin
  perform lock_fund_bank(array[new.fund_id]);
  if not handles_cash(new.moved_by, new.fund_id) or not handles_cash(new.witnessed_by, new.fund_id) then
    perform broken('cash_handler_holds_the_role', 'cash_move');
  end if;
  new.witness_signs := true;
  return new;
end $$;

-- Signed and disputed by whoever was named, and by nobody in their place. Taken back by its writer; where whoever was named handles
-- no cash any longer, by anyone who does, so that nothing waits for good.
create function refuse_cash_answer(p_table text, p_fund uuid, p_writer uuid, p_witness uuid, p_by uuid, p_answer text)
  returns void language plpgsql as $$
begin
  if not handles_cash(p_by, p_fund) then
    perform broken('cash_handler_holds_the_role', p_table);
  end if;
  if p_answer = 'withdrawn' then
    if p_by <> p_writer and handles_cash(p_witness, p_fund) then
      perform broken('unsigned_cash_is_withdrawn_by_its_writer', p_table);
    end if;
  elsif p_by <> p_witness then
    perform broken('cash_is_signed_by_its_witness', p_table);
  end if;
end $$;

create function advance_return_answer_guard() returns trigger language plpgsql as $$
declare
  r advance_return;
  a advance;
begin
  select * into r from advance_return where id = new.return_id;
  select * into a from advance where id = r.advance_id;
  if a.id is null or not r.witness_signs then
    perform broken('cash_is_signed_by_its_witness', 'advance_return_answer');
  end if;
  perform lock_fund_bank(array[a.fund_id]);
  if new.answered_by = a.poster_id then
    perform broken('poster_does_not_count_what_they_bring', 'advance_return_answer');
  end if;
  perform refuse_cash_answer('advance_return_answer', a.fund_id, r.counted_by, r.witnessed_by, new.answered_by, new.answer);
  if new.answer <> 'signed' then return new; end if;
  if not step_up_is_fresh(new.step_up_id, new.answered_by, 'sign-return:' || r.id) then
    perform broken('step_up_is_fresh_and_bound', 'advance_return_answer');
  end if;
  -- Paid since: what the receipt says was handed over cannot have come back as well.
  if r.amount_cents > advance_left_cents(a.id) then
    perform broken('return_stays_within_its_advance', 'advance_return_answer');
  end if;
  return new;
end $$;
create trigger advance_return_answer_guard before insert on advance_return_answer
  for each row execute function advance_return_answer_guard();

create function cash_move_answer_guard() returns trigger language plpgsql as $$
declare
  m cash_move;
begin
  select * into m from cash_move where id = new.move_id;
  if m.id is null or not m.witness_signs then
    perform broken('cash_is_signed_by_its_witness', 'cash_move_answer');
  end if;
  perform lock_fund_bank(array[m.fund_id]);
  perform refuse_cash_answer('cash_move_answer', m.fund_id, m.moved_by, m.witnessed_by, new.answered_by, new.answer);
  if new.answer = 'signed' and not step_up_is_fresh(new.step_up_id, new.answered_by, 'sign-move:' || m.id) then
    perform broken('step_up_is_fresh_and_bound', 'cash_move_answer');
  end if;
  return new;
end $$;
create trigger cash_move_answer_guard before insert on cash_move_answer
  for each row execute function cash_move_answer_guard();

-- As before, and: what was counted back or moved has its second signature.
create or replace function cash_has_a_record() returns trigger language plpgsql as $$
declare
  debit ledger_account;
  credit ledger_account;
  fits boolean;
begin
  select * into debit from ledger_account where id = new.debit_account_id;
  select * into credit from ledger_account where id = new.credit_account_id;
  if new.code = 'advance_out' then
    fits := exists (select from advance a join advance_confirmation c on c.advance_id = a.id
                     where new.source_kind = 'advance' and a.id::text = new.source_id and a.fund_id = new.fund_id
                       and a.amount_cents = new.amount_cents and a.source = credit.code
                       and debit.code = 'advance' and debit.sub = a.poster_id::text);
  elsif new.code = 'advance_back' then
    fits := exists (select from advance_return r join advance a on a.id = r.advance_id
                      join advance_return_answer x on x.return_id = r.id and x.answer = 'signed'
                     where new.source_kind = 'advance_return' and r.id::text = new.source_id and a.fund_id = new.fund_id
                       and r.amount_cents = new.amount_cents and r.brought_to = debit.code
                       and credit.code = 'advance' and credit.sub = a.poster_id::text);
  elsif new.code in ('cash_banked', 'cash_drawn') then
    fits := exists (select from cash_move m join cash_move_answer x on x.move_id = m.id and x.answer = 'signed'
                     where new.source_kind = 'cash_move' and m.id::text = new.source_id and m.fund_id = new.fund_id
                       and m.amount_cents = new.amount_cents and m.moved_to = debit.code
                       and credit.code in ('bank', 'cash_box'));
  elsif new.code = 'suspense' then
    -- Short: out of the box, into suspense. Over: the other way round.
    fits := exists (select from cash_count c
                     where new.source_kind = 'cash_count' and c.id::text = new.source_id and c.fund_id = new.fund_id
                       and new.amount_cents = abs(c.counted_cents - c.ledger_cents)
                       and (debit.code, credit.code) in (('cash_box', 'suspense'), ('suspense', 'cash_box'))
                       and (debit.code = 'cash_box') = (c.counted_cents > c.ledger_cents));
  elsif new.source_kind = 'cash_difference' then
    fits := exists (select from cash_difference x join cash_count c on c.id = x.count_id
                     where new.code = 'suspense_assigned' and c.id::text = new.source_id and c.fund_id = new.fund_id
                       and new.amount_cents = abs(c.counted_cents - c.ledger_cents)
                       and case when c.counted_cents < c.ledger_cents
                                then credit.code = 'suspense'
                                     and debit.code = case x.reason when 'lost' then 'written_off' else 'cash_box' end
                                else debit.code = 'suspense'
                                     and credit.code = case x.reason when 'found' then 'recoveries' else 'cash_box' end end);
  elsif credit.code = 'advance' then
    fits := exists (select from advance_payment p join advance a on a.id = p.advance_id
                     where p.payment_id::text = new.source_id and credit.sub = a.poster_id::text);
  else
    fits := debit.code <> 'advance'
        and (credit.code <> 'bank' or not exists (select from advance_payment p where p.payment_id::text = new.source_id));
  end if;
  if not fits then perform broken('cash_has_a_record', 'ledger_transfer'); end if;
  return null;
end $$;

-- Nor does a signature stand without its money: the books follow in the same breath.
create function signed_cash_is_booked() returns trigger language plpgsql as $$
declare
  signed_kind text := case tg_table_name when 'advance_return_answer' then 'advance_return' else 'cash_move' end;
  signed_id text := coalesce(to_jsonb(new) ->> 'return_id', to_jsonb(new) ->> 'move_id');
begin
  if not exists (select from ledger_transfer t where t.source_id = signed_id and t.source_kind = signed_kind) then
    perform broken('signed_cash_is_booked', tg_table_name);
  end if;
  return null;
end $$;
create constraint trigger signed_cash_is_booked after insert on advance_return_answer
  deferrable initially deferred for each row when (new.answer = 'signed') execute function signed_cash_is_booked();
create constraint trigger signed_cash_is_booked after insert on cash_move_answer
  deferrable initially deferred for each row when (new.answer = 'signed') execute function signed_cash_is_booked();

create trigger advance_return_answer_is_append_only before update or delete or truncate on advance_return_answer
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
create trigger cash_move_answer_is_append_only before update or delete or truncate on cash_move_answer
  for each statement execute function refuse_rewriting('cash_records_are_append_only');
alter table advance_return_answer enable row level security;
create policy fund_scope on advance_return_answer using (exists (select from advance_return r where r.id = return_id));
alter table cash_move_answer enable row level security;
create policy fund_scope on cash_move_answer using (exists (select from cash_move m where m.id = move_id));
