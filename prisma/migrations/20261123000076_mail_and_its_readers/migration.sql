-- Why: a mail that is printed holds what its reader's mailbox would, so it is an export and asks for a proof, as every file
-- about a person does. And whoever is left alone about everything must still hear that their money moves or did not: a charge
-- that failed, a card that will, a bank that asked for a gift back.
create table mail_print (
  id          uuid primary key default gen_random_uuid(),
  mail_id     uuid not null references mail (id),
  made_by     uuid not null references staff (id),
  step_up_id  uuid not null unique references staff_step_up (id),
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now()
);
create index mail_print_mail_idx on mail_print (mail_id);

create trigger mail_print_is_append_only before update or delete or truncate on mail_print
  for each statement execute function refuse_rewriting('mail_events_are_append_only');

create function mail_print_guard() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not step_up_is_fresh(new.step_up_id, new.made_by, 'export:mail:' || new.mail_id) then
    perform broken('step_up_is_fresh_and_bound', 'mail_print');
  end if;
  return new;
end $$;
create trigger mail_print_guard before insert on mail_print for each row execute function mail_print_guard();

alter table mail_print enable row level security;
create policy donor_scope on mail_print using ((select scoped_donor()) is null);

-- Papers about money that moved, is about to or did not, and answers to what somebody asked for just now, go out to everyone.
create or replace function mail_goes_regardless(p_message text) returns boolean language sql immutable as $$
  select p_message like '%receipt%'
      or p_message in ('refund-notice', 'dispute-notice', 'payment-failed', 'card-needed', 'monthly-changed', 'monthly-cancelled',
                       'donor-sign-in', 'donor-email-change', 'donor-email-changed', 'sign-up-confirmation', 'tribute-check')
$$;
