-- Why: a fund that stops collects nothing from that day on. A payment page that was open then could be paid for a day longer, and who
-- waited in the line still got one.

-- Whoever stops a fund, its open payment pages are closed: the job exists exactly if the change does. A page that was being opened in
-- that moment is here a minute later.
create function stopped_fund_closes_its_pages() returns trigger language plpgsql as $$
begin
  perform graphile_worker.add_job(
    'gift.close-pages', json_build_object('fundId', new.fund_id),
    queue_name => 'gift.close-pages', max_attempts => 25, job_key => 'gift.close-pages:' || new.fund_id);
  perform graphile_worker.add_job(
    'gift.close-pages', json_build_object('fundId', new.fund_id), queue_name => 'gift.close-pages',
    run_at => now() + interval '1 minute', max_attempts => 25, job_key => 'gift.close-pages-again:' || new.fund_id);
  return null;
end $$;
create trigger stopped_fund_closes_its_pages after insert on fund_state_change
  for each row when (new.from_state is not null and new.to_state <> 'open') execute function stopped_fund_closes_its_pages();

create index checkout_session_open_idx on checkout_session (id) where state = 'open';

-- As before, and: who waits for a gift to a fund that takes none any more gives up the place.
create or replace function next_checkout(p_per_second numeric, p_burst numeric, p_at timestamptz,
                                         out intent_id uuid, out fund_id uuid, out seconds numeric)
  language plpgsql as $$
begin
  perform from stripe_bucket where name = 'checkout' for update;
  perform forget_checkout_places();
  if exists (select from giving_pause p where p.occurred_at <= p_at and p.ends_at > p_at
                and not exists (select from giving_pause_lift f where f.pause_id = p.id)) then return; end if;
  update checkout_place p set called_at = null
   where p.called_at < clock_timestamp() - interval '30 seconds' and p.failed_at is null;
  loop
    select p.intent_id, p.fund_id into intent_id, fund_id from checkout_place p
     where p.called_at is null order by p.number limit 1;
    if intent_id is null then return; end if;
    exit when not exists (select from gift_intent_part g join fund f on f.id = g.fund_id
                           where g.intent_id = next_checkout.intent_id and f.state <> 'open');
    delete from checkout_place p where p.intent_id = next_checkout.intent_id;
  end loop;
  seconds := take_stripe_token('checkout', p_per_second, p_burst);
  if seconds > 0 then
    intent_id := null;
  else
    update checkout_place p set called_at = clock_timestamp() where p.intent_id = next_checkout.intent_id;
  end if;
end $$;
