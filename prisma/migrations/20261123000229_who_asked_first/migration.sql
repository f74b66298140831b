-- Why: where a fund's order says "who asked first", what follows it counted nevertheless, and who asked later stood before those who
-- had asked earlier. Each criterion that is met is a bit of the number, the first of the order the highest: from "who asked first"
-- on they are taken out of what is kept, also under orders of before.
update request_rank k set rank = k.rank >> s.bits << s.bits
  from (select o.id, cardinality(o.criteria) - array_position(o.criteria, 'order_of_asking') + 1 as bits
          from priority_policy o where 'order_of_asking' = any (o.criteria)) s
 where s.id = k.policy_id and k.rank <> k.rank >> s.bits << s.bits;
