import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nextPreparation,
  type PreparationStep,
  preparationSteps,
} from '#app/domain/bond-preparation/preparation.ts'
import { type BondKind, nextStates } from '#app/domain/bonds/bond.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenPrepared, prepare, stepsOf, waysTo } from '#tests/support/given-preparation.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})
afterAll(async () => expect(await brokenBooks()).toEqual([]))

const press = (id: string, to: PreparationStep) =>
  prepare(team.intake, id, to, to === 'amount_changed' ? { amount: 2_000_00n } : {})

/** What came back unposted is over: the next try begins anew. */
const standsAt = (state: string) => (state === 'returned_unposted' ? 'drafted' : state)

const cases = Object.entries(waysTo).flatMap(([kind, ways]) =>
  Object.entries(ways).map(([from, way]) => [kind as BondKind, from, way] as const),
)

test('every state before posting has its fifty', () => {
  for (const [kind, ways] of Object.entries(waysTo)) {
    const reached = new Set(['drafted'])
    for (const state of reached) for (const to of nextPreparation(kind as BondKind, state)) reached.add(to)
    expect(Object.keys(ways).sort()).toEqual([...reached].sort())
    expect(nextStates(kind as BondKind, 'drafted').length).toBeGreaterThan(0)
  }
})

test.each(cases)(
  '%s out of %s: fifty presses of every step at once keep a way along the table, each step of it once',
  async (kind, from, way) => {
    const id = await givenPrepared(team, way, { kind })
    const before = (await stepsOf(id)).length
    const made = await fifty((number) =>
      press(id, preparationSteps[number % preparationSteps.length] ?? 'refused'),
    )
    if (nextPreparation(kind, standsAt(from)).length > 0) expect(made).toBeGreaterThan(0)
    else expect(made).toBe(0)

    const path = ['drafted', ...(await stepsOf(id)).map(([, state]) => state)]
    expect(path).toHaveLength(1 + before + made)
    for (const [place, to] of path.slice(1).entries())
      expect(nextPreparation(kind, standsAt(path[place] ?? ''))).toContain(to)
  },
)
