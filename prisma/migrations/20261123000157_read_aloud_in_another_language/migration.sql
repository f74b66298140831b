-- Why: a family whose language has no paper signs one that was read to them. That it was read aloud stays on the paper's record. In
-- which language, by whom, and who that person is to them point to the family as their name does: they are in one seal with it,
-- and go with it.
alter table copay_agreement add column read_aloud boolean not null default false;
