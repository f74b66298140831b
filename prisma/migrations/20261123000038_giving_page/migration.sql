-- Why: a donor may divide one gift over several funds; the card is charged once, and every fund keeps its own line.

-- A gift begins only where it may be asked for and the fund takes it. What runs already is not asked for anew.
create or replace function gift_intent_part_guard() returns trigger language plpgsql as $$
begin
  if soliciting_is_blocked(new.fund_id, (select i.occurred_at from gift_intent i where i.id = new.intent_id)) then
    perform broken('place_lets_us_ask', 'gift_intent_part');
  end if;
  if (select f.state from fund f where f.id = new.fund_id) is distinct from 'open' then
    perform broken('fund_takes_gifts', 'gift_intent_part');
  end if;
  if (select count(*) from gift_intent_part p where p.intent_id = new.intent_id and p.fund_id <> new.fund_id) >= 10 then
    perform broken('gift_goes_to_ten_funds_at_most', 'gift_intent_part');
  end if;
  return new;
end $$;
