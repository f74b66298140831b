import { expect, test } from 'vitest'
import { courtBondTransitions, immigrationBondTransitions } from '#app/domain/bonds/states.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenBreachedBond, givenForfeitedBond } from '#tests/support/given-loss.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** Tries one move and takes it back. Answers the rule that it broke, or `allowed`. */
const tryMove = `
  create function pg_temp.try_move(p_bond uuid, p_to text) returns text language plpgsql as $$
  declare rule text;
  begin
    begin
      update bond set state = p_to where id = p_bond;
      raise exception using errcode = 'HW001';
    exception when sqlstate 'HW001' then return 'allowed';
              when check_violation then get stacked diagnostics rule = constraint_name; return rule;
    end;
  end $$`

/** The bonds have no money left with the court, so that only the table decides, for closing too. */
test.each([
  ['court_bail', courtBondTransitions, givenForfeitedBond],
  ['immigration_bond', immigrationBondTransitions, givenBreachedBond],
] as const)(
  '%s: every move from every state is allowed by the table, or refused by name',
  async (_kind, table, given) => {
    const bondId = await given(await givenTeam())
    const states = Object.keys(table)
    const moves: Readonly<Record<string, readonly string[]>> = table
    const wrong = await asOwner(world.ownerUrl, null, async (owner) => {
      await owner.query(tryMove)
      const found: string[] = []
      for (const from of states) {
        await owner.query('alter table bond disable trigger bond_guard')
        await owner.query('update bond set state = $2 where id = $1', [bondId, from])
        await owner.query('alter table bond enable trigger bond_guard')
        const { rows } = await owner.query<{ to: string; answer: string }>(
          'select s.name as to, pg_temp.try_move($1, s.name) as answer from unnest($2::text[]) s (name) where s.name <> $3',
          [bondId, states, from],
        )
        expect(rows).toHaveLength(states.length - 1)
        for (const { to, answer } of rows) {
          const expected = moves[from]?.includes(to) ? 'allowed' : 'bond_moves_along_the_table'
          if (answer !== expected) found.push(`${from} → ${to}: ${answer}`)
        }
      }
      return found
    })
    expect(wrong).toEqual([])
  },
)
