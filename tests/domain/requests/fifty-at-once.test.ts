import { beforeAll, expect, test } from 'vitest'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { actionFor, movesFrom, reasonsOf } from '#app/domain/requests/request.ts'
import { type RequestState, requestTransitions } from '#app/domain/requests/states.ts'
import { fifty } from '#tests/support/fifty.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  screen,
  walk,
} from '#tests/support/given-request.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam()
})

/** The shortest way from `referred` to a state, by the table. */
function wayTo(goal: RequestState): RequestState[] {
  const ways: RequestState[][] = [[]]
  for (const way of ways) {
    const at = way.at(-1) ?? 'referred'
    if (at === goal) return way
    for (const to of movesFrom(at)) if (!way.includes(to)) ways.push([...way, to])
  }
  throw new Error(`no way leads to ${goal}`)
}

const states = Object.keys(requestTransitions) as RequestState[]

test.each(states)(
  'out of %s, fifty at once to every state: each move of the table is made once or not at all, no other is, and each one leaves its record',
  async (from) => {
    const moves = movesFrom(from)
    const id = await givenRequest(team.fundId)
    await walk(team, id, ...wayTo(from))
    if (moves.includes('recommended')) await screen(team, id)
    const before = await requestRow(id)
    const made = await fifty((number) => {
      const to = states[number % states.length] as RequestState
      const staff = actionFor(to) === 'requests:decide' ? team.approver : team.intake
      return moveRequest({ staff, requestId: id, to, reason: reasonsOf(to)[0] ?? null })
    })
    const { helpRequestEvents: path } = await requestRow(id)
    if (moves.length > 0) expect(made).toBeGreaterThan(0)
    else expect(made).toBe(0)
    expect(path).toHaveLength(before.helpRequestEvents.length + made)
    // Each record begins where the one before it ended.
    for (const [place, { fromState, toState }] of path.entries()) {
      expect(fromState).toBe(path[place - 1]?.toState ?? null)
      if (fromState) expect(movesFrom(fromState as RequestState)).toContain(toState)
    }
  },
)
