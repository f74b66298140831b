import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { countBack, givenAdvance } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { enterMove } from '#tests/support/given-move.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('cash that came back or was moved is booked with the second person’s own signature, and not without', async () => {
    const { treasurer, approver, intake, fundId } = team
    const id = await givenAdvance(team, { amount: 100n })
    const returnId = await countBack(team, id, 60n)
    const moveId = await enterMove(team, 'cash_box', 50n)
    const posted = (
      code: string,
      debit: string,
      credit: string,
      kind: string,
      sourceId: string,
    ): Statement => {
      const cents = kind === 'cash_move' ? 50n : 60n
      const sub = credit === 'advance' ? { credit: intake.id } : {}
      const [sql, values] = postSql(code, debit, credit, cents, fundId, sourceId, sub)
      return [sql.replace('by hand', kind), values]
    }
    const booked = {
      return: posted('advance_back', 'bank', 'advance', 'advance_return', returnId),
      move: posted('cash_drawn', 'cash_box', 'bank', 'cash_move', moveId),
    }
    const answered = async (
      of: 'return' | 'move',
      by: string,
      answer = 'signed',
      words = '',
    ): Promise<Statement> => {
      const entered = of === 'return' ? returnId : moveId
      const table = of === 'return' ? 'advance_return_answer (return_id' : 'cash_move_answer (move_id'
      const proof = answer === 'signed' ? await givenStepUp(by, `sign-${of}:${entered}`) : null
      return [
        `insert into ${table}, answer, answered_by, step_up_id, words, occurred_at) values ($1, $2, $3, $4, $5, now())`,
        [entered, answer, by, proof, words],
      ]
    }
    const administrator = await givenActor(fundId, ['administrator'])
    for (const of of ['return', 'move'] as const) {
      expect(await broken(booked[of])).toBe('cash_has_a_record')
      for (const by of [treasurer.id, administrator.id])
        expect(await broken(await answered(of, by), booked[of])).toBe('cash_is_signed_by_its_witness')
      const auditor = await givenActor(fundId, ['auditor'])
      expect(await broken(await answered(of, auditor.id), booked[of])).toBe('cash_handler_holds_the_role')
      expect(await broken(await answered(of, approver.id))).toBe('signed_cash_is_booked')
      const [sql, values] = await answered(of, approver.id)
      const foreign = await givenStepUp(approver.id, `sign-${of}:another`)
      expect(await broken([sql, values.with(3, foreign)], booked[of])).toBe('step_up_is_fresh_and_bound')
      expect(await broken(await answered(of, approver.id, 'disputed'))).toBe('cash_dispute_has_words')
      const disputed = await answered(of, approver.id, 'disputed', 'It was less.')
      expect(await broken(disputed, booked[of])).toBe('cash_has_a_record')
      const proved = [disputed[0], disputed[1].with(3, foreign)] as Statement
      expect(await broken(proved)).toBe('cash_signature_is_proved')
      expect(await broken(await answered(of, approver.id, 'withdrawn'))).toBe(
        'unsigned_cash_is_withdrawn_by_its_writer',
      )
      expect(await broken(disputed, await answered(of, treasurer.id, 'withdrawn'))).toBe(
        `${of}_is_answered_once`,
      )
    }
    expect(await broken(await answered('return', intake.id, 'withdrawn'))).toBe(
      'poster_does_not_count_what_they_bring',
    )
    // Nobody enters any more what stands without a signature, whatever they write.
    const old = randomUUID()
    const unsigned: Statement = [
      `insert into cash_move (id, fund_id, moved_to, amount_cents, moved_by, witnessed_by, witness_signs, occurred_at)
         values ($1, $2, 'cash_box', 50, $3, $4, false, now())`,
      [old, fundId, treasurer.id, approver.id],
    ]
    expect(await broken(unsigned, posted('cash_drawn', 'cash_box', 'bank', 'cash_move', old))).toBe(
      'cash_has_a_record',
    )
    await run(url, [await answered('return', approver.id), booked.return])
    await run(url, [await answered('move', approver.id), booked.move])
    expect(await brokenBooks()).toEqual([])
  })
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('cash_is_signed_by_its_witness', async () => {
    const moveId = await enterMove(team, 'cash_box', 7n)
    const answered = (by: string) =>
      forced(
        owner,
        `insert into cash_move_answer (move_id, answer, answered_by, words, occurred_at)
           values ('${moveId}', 'disputed', '${by}', 'It was less.', now())`,
      )
    await answered(team.treasurer.id)
    expect(await named()).toEqual(['cash_is_signed_by_its_witness'])
    await forced(owner, `delete from cash_move_answer where move_id = '${moveId}'`)
    await forced(owner, `update cash_move set witness_signs = false where id = '${moveId}'`)
    // As if it had been booked with its entry, as before.
    expect(await named()).toEqual(['cash_is_signed_by_its_witness'])
    await forced(owner, `update cash_move set witness_signs = true where id = '${moveId}'`)
    expect(await named()).toEqual([])
  })
})
