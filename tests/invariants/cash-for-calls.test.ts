import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenAdvance } from '#tests/support/given-advance.ts'
import { givenApprovedCall } from '#tests/support/given-call.ts'
import { givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let callId: string
let advanceId: string
beforeEach(async () => {
  team = await givenTeam()
  callId = (await givenApprovedCall(team)).disbursementId
  advanceId = await givenAdvance(team, { amount: 9_000_00n, for: [callId] })
})

/** All that paying a call writes, by hand, in cash that its poster carries unless told otherwise. */
async function paidByHand(of: { credit: 'bank' | 'advance'; fromAdvance: boolean }): Promise<Statement[]> {
  const payment = randomUUID()
  const stepUp = await givenStepUp(team.intake.id, `pay:${callId}:${await hashOf(callId)}`)
  return [
    [
      `insert into disbursement_payment (id, disbursement_id, paid_by, step_up_id, method, payee, receipt_number,
                                         principal_cents, occurred_at) values ($1, $2, $3, $4, 'cash', '', 'C-1', 900000, now())`,
      [payment, callId, team.intake.id, stepUp],
    ],
    [
      `insert into reservation_resolution (reservation_id, kind, spent_cents, released_cents, occurred_at)
         select r.id, 'spent', r.amount_cents, 0, now() from reservation r where r.disbursement_id = $1`,
      [callId],
    ],
    ["update disbursement set state = 'paid' where id = $1", [callId]],
    ...(of.fromAdvance
      ? [
          [
            'insert into advance_payment (payment_id, advance_id) values ($1, $2)',
            [payment, advanceId],
          ] satisfies Statement,
        ]
      : []),
    [
      `select post_transfers(array[$1]::uuid[], array['forfeiture_call'], array['forfeited'], array[''], array[$2], array[$3],
              array[900000]::bigint[], array['disbursement_payment'], array[$4], array[0]::smallint[], array[now()],
              array[null]::bigint[], array[null]::uuid[])`,
      [team.fundId, of.credit, of.credit === 'advance' ? team.intake.id : '', payment],
    ],
  ]
}

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('a call that was paid with cash is not booked out of the bank a second time', async () => {
    expect(await broken(await paidByHand({ credit: 'bank', fromAdvance: true }))).toBe('cash_has_a_record')
  })

  test('nor is cash booked as paid upon a call by whom nobody saw pay it', async () => {
    const sub = { credit: team.intake.id }
    expect(
      await broken([postSql('forfeiture_call', 'forfeited', 'advance', 1n, team.fundId, randomUUID(), sub)]),
    ).toBe('cash_has_a_record')
    expect(await broken(await paidByHand({ credit: 'advance', fromAdvance: false }))).toBe(
      'cash_is_out_for_it',
    )
  })

  test('and what was paid with cash is booked as its poster’s', async () => {
    await run(url, await paidByHand({ credit: 'advance', fromAdvance: true }))
    expect((await brokenBooks()).filter((line) => line.includes('advance'))).toEqual([])
  })
})

test('what was booked out of the bank before, the books name', async () => {
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
  expect(await named()).not.toContain('advances_match_receipts')
  const rule = (what: 'disable' | 'enable'): Statement => [
    `alter table ledger_transfer ${what} trigger cash_has_a_record`,
    [],
  ]
  const paid = await paidByHand({ credit: 'bank', fromAdvance: true })
  await run(world.ownerUrl, [rule('disable'), ...paid])
  await run(world.ownerUrl, [rule('enable')])
  expect(await named()).toContain('advances_match_receipts')
})
