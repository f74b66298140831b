-- Why: a renewal was booked to whoever has the address that the gift was begun with. Where that address was corrected since, it
-- made a second donor: the schedule stayed with the one, its payments came to the other, and a statement left them out. Whose a
-- renewal is, says its schedule; by which record it came, what the schedule came by.

create or replace function post_gifts(p_gifts jsonb, p_parts jsonb, p_transfers jsonb) returns uuid[]
language plpgsql set search_path = public, pg_temp as $$
declare
  fresh  text[];
  posted uuid[];
begin
  with mirrored as (
    insert into stripe_balance_transaction (id, type, reporting_category, amount_cents, fee_cents, net_cents, currency,
                                            source_id, posted_as, created_at, available_on)
      select txn, type, category, amount, fee, amount - fee, currency, charge, 'charge', at, available
        from jsonb_to_recordset(p_gifts) as g (txn text, type text, category text, amount bigint, fee bigint,
                                              currency text, charge text, at timestamptz, available timestamptz)
       order by txn
      on conflict (id) do nothing
      returning id)
  select array_agg(id) into fresh from mirrored;
  if fresh is null then return '{}'; end if;

  -- The form is not proof of who someone is, so a later gift never changes an earlier donor's name. A renewal makes nobody.
  insert into donor (email, name, incognito, language)
    select distinct on (email) email, name, incognito, language
      from jsonb_to_recordset(p_gifts) as g (txn text, email text, name text, incognito boolean, language text, subscription text,
                                            charged timestamptz)
     where txn = any (fresh)
       and not exists (select from recurring_donation r where r.stripe_subscription_id = g.subscription)
     order by email, charged, txn
    on conflict on constraint donor_email_is_unique do nothing;

  insert into recurring_donation (intent_id, donor_id, stripe_subscription_id, stripe_customer_id, state, started_at, seen_at)
    select distinct on (g.subscription) g.intent, d.id, g.subscription, g.customer, 'active', g.charged, g.charged
      from jsonb_to_recordset(p_gifts) as g (txn text, email text, intent uuid, subscription text, customer text, charged timestamptz)
      join donor d on d.email = g.email
     where g.subscription is not null and g.txn = any (fresh)
     order by g.subscription, g.charged
    on conflict do nothing;

  with gift as materialized (
    select g.*, r.id as schedule_id,
           case when r.id is null then d.id else came_by('recurring_donation', r.id, r.donor_id) end as donor_id
      from jsonb_to_recordset(p_gifts) as g (txn text, payment uuid, charge text, payment_intent text, intent uuid, email text,
                                            subscription text, invoice text, amount bigint, fee bigint, brand text,
                                            last4 text, at timestamptz, charged timestamptz, updates boolean)
      left join recurring_donation r on r.stripe_subscription_id = g.subscription
      left join donor d on d.email = g.email
     where g.txn = any (fresh)
  ), consent as (
    -- Asked for where the giver ticked it; a later ending of it stands.
    insert into donor_consent (donor_id, topic, given_at, source)
      select donor_id, 'impact', min(charged), 'giving form' from gift
       where updates and not exists (select from donor_consent c where c.donor_id = gift.donor_id and c.topic = 'impact'
                                        and (c.ended_at is null or c.ended_at > gift.charged))
       group by donor_id order by donor_id
      on conflict do nothing
  ), paid as (
    insert into payment (id, txn_id, charge_id, payment_intent_id, intent_id, donor_id, recurring_donation_id, invoice_id,
                         amount_cents, fee_cents, card_brand, card_last4, occurred_at)
      select g.payment, g.txn, g.charge, g.payment_intent, g.intent, g.donor_id, g.schedule_id, g.invoice,
             g.amount, g.fee, g.brand, g.last4, g.charged
        from gift g
       order by g.charge
      returning id, txn_id
  )
  select array_agg(id) into posted from paid;

  -- What was paid for is complete, whether or not the event that says so has come.
  update checkout_session s set state = 'complete'
    from jsonb_to_recordset(p_gifts) as g (txn text, intent uuid)
   where g.txn = any (fresh) and s.intent_id = g.intent and s.state <> 'complete';

  perform graphile_worker.add_job('receipts.issue', json_build_object('paymentIds', posted), max_attempts => 25);

  perform post_transfers(
      array_agg(fund), array_agg(code), array_agg(debit), array_agg(''::text), array_agg(credit), array_agg(''::text), array_agg(amount),
      array_agg('stripe_txn'::text), array_agg(txn), array_agg(part), array_agg(at),
      array_agg(null::bigint), array_agg(null::uuid))
    from jsonb_to_recordset(p_transfers) as t (txn text, fund uuid, code text, debit text, credit text, amount bigint,
                                              part smallint, at timestamptz)
   where txn = any (fresh);

  -- Last, under the lock on the fund's accounts that the transfers took: every donation refers to one and the same row of
  -- the fund's purpose, and transactions that do so side by side keep a growing list of each other on it.
  insert into donation (payment_id, fund_id, purpose_version, gift_cents, fee_cover_cents, fee_cents, occurred_at)
    select g.payment, p.fund, p.purpose, p.gift, p.cover, p.fee, g.at
      from jsonb_to_recordset(p_parts) as p (txn text, fund uuid, purpose int, gift bigint, cover bigint, fee bigint)
      join jsonb_to_recordset(p_gifts) as g (txn text, payment uuid, at timestamptz) on g.txn = p.txn
     where p.txn = any (fresh);
  return posted;
end $$;

-- Renewals that went astray before this rule was written go to their schedule's donor, and are listed with the merges that it is
-- listed with. Its own address is the donor's. An erased donor's are left as they are: there is no address, and no name.
alter table payment disable trigger user;
alter table donor_merge_row disable trigger user;
create temporary table astray on commit drop as
  select p.id, p.donor_id as from_donor, r.id as schedule_id, r.donor_id, came_by('recurring_donation', r.id, r.donor_id) as came_by
    from payment p join recurring_donation r on r.id = p.recurring_donation_id
   where came_by('payment', p.id, p.donor_id) <> came_by('recurring_donation', r.id, r.donor_id);
delete from donor_merge_row m using astray a where m.kind = 'payment' and m.row_id = a.id;
insert into donor_merge_row (merge_id, kind, row_id, came_by)
  select m.merge_id, 'payment', a.id, a.came_by
    from astray a join donor_merge_row m on m.kind = 'recurring_donation' and m.row_id = a.schedule_id;
update payment p set donor_id = a.donor_id from astray a where p.id = a.id;
update gift_intent i set email = d.email
  from astray a join recurring_donation r on r.id = a.schedule_id join donor d on d.id = a.came_by
 where i.id = r.intent_id and i.email <> d.email and d.erased_at is null;
drop table astray;
alter table payment enable trigger user;
alter table donor_merge_row enable trigger user;

create index payment_schedule_idx on payment (recurring_donation_id, occurred_at) where recurring_donation_id is not null;

-- Asked at the end: a merge moves payments and schedules one after the other.
create function monthly_payment_is_its_donors() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_table_name = 'payment' then
    if exists (select from payment p join recurring_donation r on r.id = p.recurring_donation_id
                where p.id = new.id and p.donor_id <> r.donor_id) then
      perform broken('monthly_payment_is_its_donors', 'payment');
    end if;
  elsif exists (select from recurring_donation r join payment p on p.recurring_donation_id = r.id
                 where r.id = new.id and p.donor_id <> r.donor_id) then
    perform broken('monthly_payment_is_its_donors', 'recurring_donation');
  end if;
  return null;
end $$;
create constraint trigger monthly_payment_is_its_donors after insert or update on payment deferrable initially deferred
  for each row when (new.recurring_donation_id is not null) execute function monthly_payment_is_its_donors();
create constraint trigger monthly_payment_is_its_donors after update of donor_id on recurring_donation deferrable initially deferred
  for each row when (new.donor_id is distinct from old.donor_id) execute function monthly_payment_is_its_donors();
