-- Why: a page of settled gifts is written as one call, whose plans the database keeps. Row by row, or as a dozen
-- statements that are planned anew each time, the same page takes several times as long, and the fund's account rows
-- stay locked for all of it.

-- Writes a page of charges whose givers are known: mirror rows first, and only what was inserted makes donors, consents,
-- monthly schedules, payments, the job for their receipts, donations and transfers, so that reading a page again changes
-- nothing.
--   p_gifts      one row per charge
--   p_parts      one row per fund of a charge
--   p_transfers  what each means for the books; its source is the movement
-- Everything that two walks could both write is written in one order by both, so that they wait and never deadlock.
-- Amounts are cents. Answers the ids of the payments written now.
create function post_gifts(p_gifts jsonb, p_parts jsonb, p_transfers jsonb) returns uuid[]
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

  -- The form is not proof of who someone is, so a later gift never changes an earlier donor's name.
  insert into donor (email, name, incognito, language)
    select distinct on (email) email, name, incognito, language
      from jsonb_to_recordset(p_gifts) as g (txn text, email text, name text, incognito boolean, language text, charged timestamptz)
     where txn = any (fresh)
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
    select g.*, d.id as donor_id
      from jsonb_to_recordset(p_gifts) as g (txn text, payment uuid, charge text, payment_intent text, intent uuid, email text,
                                            subscription text, invoice text, amount bigint, fee bigint, brand text,
                                            last4 text, at timestamptz, charged timestamptz, updates boolean)
      join donor d on d.email = g.email
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
      select g.payment, g.txn, g.charge, g.payment_intent, g.intent, g.donor_id, r.id, g.invoice,
             g.amount, g.fee, g.brand, g.last4, g.charged
        from gift g left join recurring_donation r on r.stripe_subscription_id = g.subscription
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

-- Whether a giver's consent stands is asked for every gift.
create index donor_consent_donor_idx on donor_consent (donor_id);

-- Hardly any transfer reverses another: those that do not need no place in this index.
alter table ledger_transfer drop constraint reversed_at_most_once;
create unique index reversed_at_most_once on ledger_transfer (reverses_id) where reverses_id is not null;
