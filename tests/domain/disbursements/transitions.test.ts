import { expect, test } from 'vitest'
import { allTransitions, type TransitionKind } from '#app/domain/transitions.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test("the database's table of disbursement moves is the one in code", async () => {
  expect(
    await stored("select 'disbursement' as kind, from_state, to_state from disbursement_transition"),
  ).toEqual(inCode('disbursement'))
})

test("the database's table of bond moves is the one in code, for courts and for DHS", async () => {
  expect(await stored('select kind, from_state, to_state from bond_transition')).toEqual(
    inCode('court_bail', 'immigration_bond'),
  )
})

const inCode = (...kinds: TransitionKind[]): string[] =>
  allTransitions()
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, from, to }) => `${kind}: ${from} → ${to}`)
    .sort()

async function stored(sql: string): Promise<string[]> {
  const { rows } = await asOwner(world.ownerUrl, null, (client) =>
    client.query<{ kind: string; from_state: string; to_state: string }>(sql),
  )
  return rows.map((row) => `${row.kind}: ${row.from_state} → ${row.to_state}`).sort()
}
