import { beforeAll, expect, test } from 'vitest'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { actionFor, movesFrom, reasonsOf } from '#app/domain/requests/request.ts'
import { type RequestState, requestTransitions } from '#app/domain/requests/states.ts'
import {
  givenIntakeTeam,
  givenRequest,
  type IntakeTeam,
  requestRow,
  screen,
  walk,
} from '#tests/support/given-request.ts'
import { whyRefused } from '#tests/support/refused.ts'
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

test.each(states.filter((state) => movesFrom(state).length > 0))(
  'out of %s, fifty at once: each move is made once or not at all, and each one leaves its record',
  async (from) => {
    const moves = movesFrom(from)
    const id = await givenRequest(team.fundId)
    await walk(team, id, ...wayTo(from))
    if (moves.includes('recommended')) await screen(team, id)
    const before = await requestRow(id)
    const tried = await Promise.allSettled(
      Array.from({ length: 50 }, (_, number) => {
        const to = moves[number % moves.length] as RequestState
        const staff = actionFor(to) === 'requests:decide' ? team.approver : team.intake
        return moveRequest({ staff, requestId: id, to, reason: reasonsOf(to)[0] ?? null })
      }),
    )
    const after = await requestRow(id)
    const made = tried.filter(({ status }) => status === 'fulfilled').length
    expect(made).toBeGreaterThan(0)
    expect(after.helpRequestEvents).toHaveLength(before.helpRequestEvents.length + made)
    // Each record begins where the one before it ended.
    for (const [place, event] of after.helpRequestEvents.entries())
      expect(event.fromState).toBe(after.helpRequestEvents[place - 1]?.toState ?? null)
    for (const each of tried)
      if (each.status === 'rejected')
        expect(await whyRefused(Promise.reject(each.reason))).toMatch(
          /request_step_not_possible|recommended_after_screening|approver_is_not_recommender/,
        )
  },
)
