import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { postSql, run, type Statement } from '#tests/support/by-hand.ts'
import { givenStepUp } from '#tests/support/given.ts'
import { givenAdvance, givenApproved } from '#tests/support/given-advance.ts'
import { chargeOf } from '#tests/support/given-charge.ts'
import { givenActor, givenTeam, hashOf, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { givenClaim, settleClaims } from '#tests/support/given-expense.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
  await givenClaim(team, { kind: 'card' })
  await givenClaim(team, { kind: 'card', cardLast4: '1111' })
})

const ride = { kind: 'support', principal: 50_00n } as const
const onCard = { method: 'card_kiosk', from: { cardLast4: '4242' }, principal: 50_00n } as const

type Charge = { fundId?: string; last4?: string; cents?: bigint }

/** All that paying for a ride writes, by hand: charged to the fund's card unless told otherwise. */
async function paidByHand(
  of: { method?: string; credit?: string; charge?: Charge | null; advanceId?: string } = {},
): Promise<Statement[]> {
  const { method = 'card_kiosk', credit = 'card_payable', charge = {}, advanceId } = of
  const disbursementId = await givenApproved(team, ride)
  const payment = randomUUID()
  const stepUp = await givenStepUp(team.intake.id, `pay:${disbursementId}:${await hashOf(disbursementId)}`)
  const written: (Statement | null)[] = [
    [
      `insert into disbursement_payment (id, disbursement_id, paid_by, step_up_id, method, payee, receipt_number,
                                         principal_cents, occurred_at) values ($1, $2, $3, $4, $5, '', 'K-1', 5000, now())`,
      [payment, disbursementId, team.intake.id, stepUp, method],
    ],
    [
      `insert into reservation_resolution (reservation_id, kind, spent_cents, released_cents, occurred_at)
         select r.id, 'spent', r.amount_cents, 0, now() from reservation r where r.disbursement_id = $1`,
      [disbursementId],
    ],
    ["update disbursement set state = 'paid' where id = $1", [disbursementId]],
    charge && [
      'insert into card_charge (payment_id, fund_id, card_last4, amount_cents) values ($1, $2, $3, $4)',
      [payment, charge.fundId ?? team.fundId, charge.last4 ?? '4242', charge.cents ?? 50_00n],
    ],
    advanceId
      ? ['insert into advance_payment (payment_id, advance_id) values ($1, $2)', [payment, advanceId]]
      : null,
    [
      `select post_transfers(array[$1]::uuid[], array['support'], array['support'], array[''], array[$2], array[''],
              array[5000]::bigint[], array['disbursement_payment'], array[$3], array[0]::smallint[], array[now()],
              array[null]::bigint[], array[null]::uuid[])`,
      [team.fundId, credit, payment],
    ],
  ]
  return written.filter((one) => one !== null)
}

type Paid = {
  by?: string
  cents?: bigint
  kind?: string
  bound?: string
  at?: Date
  posted?: boolean
}

/** A statement over these charges, by hand. */
async function settledByHand(chargeIds: string[], of: Paid = {}): Promise<Statement[]> {
  const id = randomUUID()
  const by = of.by ?? team.treasurer.id
  const cents = of.cents ?? 50_00n
  const kind = of.kind ?? 'card'
  const stepUp = await givenStepUp(by, of.bound ?? `pay-expenses:${chargeIds.toSorted().join(',')}`)
  const [sql, values] = postSql('payable_paid', 'card_payable', 'bank', cents, team.fundId, id)
  return [
    [
      `insert into expense_payment (id, fund_id, kind, amount_cents, method, reference, paid_by, step_up_id, statement_on,
                                    occurred_at)
       values ($1, $2, $3, $4, 'transfer', 'B-9', $5, $6, $7, $8)`,
      [
        ...[id, team.fundId, kind, cents, by, stepUp],
        ...[kind === 'card' ? '2026-11-01' : null, of.at ?? new Date()],
      ],
    ],
    ...chargeIds.map(
      (chargeId): Statement => [
        'insert into expense_payment_charge (charge_id, payment_id) values ($1, $2)',
        [chargeId, id],
      ],
    ),
    [sql.replace("'by hand'", "'expense_payment'"), values],
  ]
}

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('a payment is owed on a card only at a kiosk, on a card of its fund, and as a whole', async () => {
    expect(await broken(await paidByHand({ charge: null }))).toBe('card_charge_has_a_record')
    expect(await broken(await paidByHand({ credit: 'bank' }))).toBe('card_charge_has_a_record')
    expect(await broken(await paidByHand({ charge: { cents: 49_99n } }))).toBe('card_charge_has_a_record')
    expect(await broken(await paidByHand({ method: 'cash' }))).toBe('card_pays_at_a_kiosk')
    expect(await broken(await paidByHand({ charge: { last4: '0000' } }))).toBe('card_is_of_its_fund')
    const elsewhere = await givenTeam()
    await givenClaim(elsewhere, { kind: 'card' })
    expect(await broken(await paidByHand({ charge: { fundId: elsewhere.fundId } }))).toBe(
      'card_is_of_its_fund',
    )
    const advanceId = await givenAdvance(team, { amount: 60_00n })
    expect(await broken(await paidByHand({ advanceId }))).toBe('card_charge_has_a_record')
    expect(
      await broken([postSql('bond_fee', 'bond_fees', 'card_payable', 1n, team.fundId, randomUUID())]),
    ).toMatch(/^(card_charge_has_a_record|money_leaves_only_by_an_approved_payment)$/)
    await run(url, await paidByHand())
    await run(url, await paidByHand({ credit: 'bank', charge: null }))
    expect(await brokenBooks()).toEqual([])
  })

  test('and is paid with the statement of that card, once, whole, by nobody who approved it', async () => {
    const both = await givenActor(team.fundId, ['approver', 'treasurer'])
    const charged = async (last4 = '4242') => {
      const id = await givenApproved({ ...team, approver: both }, ride)
      await payBy(team.intake, id, { ...onCard, from: { cardLast4: last4 } })
      return chargeOf(id)
    }
    const [one, other] = [await charged(), await charged('1111')]
    const settle = async (of: Paid, ids = [one]) => broken(await settledByHand(ids, of))
    expect(await settle({ by: both.id })).toBe('charge_is_paid_by_no_approver')
    expect(await settle({ cents: 49_99n })).toBe('expense_payment_is_what_is_owed')
    expect(await settle({ bound: 'pay-expenses:other' })).toBe('step_up_is_fresh_and_bound')
    expect(await settle({ kind: 'reimbursement' })).toBe('expense_payment_is_of_one_debt')
    expect(await settle({ at: new Date(Date.now() - 3_600_000) })).toBe('statement_is_paid_after_its_charges')
    expect(await settle({ cents: 100_00n }, [one, other])).toBe('expense_payment_is_of_one_debt')
    expect(await settle({}, [])).toBe('expense_payment_is_what_is_owed')
    await run(url, await settledByHand([one]))
    expect(await settle({})).toBe('charge_is_paid_once')
    expect(await brokenBooks()).toEqual([])
  })

  test('what was recorded of a card stays', async () => {
    const id = await givenApproved(team, ride)
    await payBy(team.intake, id, onCard)
    await settleClaims(team.treasurer, [], { chargeIds: [await chargeOf(id)] })
    for (const statement of [
      'update card_charge set amount_cents = 1',
      "update card_charge set card_last4 = '1111'",
      'delete from expense_payment_charge',
    ])
      expect(
        await broken([[statement, []]]).catch((error: { code?: string }) => error.code ?? 'allowed'),
        statement,
      ).toBe(url === world.appUrl ? '42501' : 'expense_records_are_append_only')
  })
})

test('another fund’s card is not there, and the books name what is owed on one and was not charged', async () => {
  const id = await givenApproved(team, ride)
  await payBy(team.intake, id, onCard)
  await settleClaims(team.treasurer, [], { chargeIds: [await chargeOf(id)] })
  const other = await givenTeam()
  for (const table of ['card_charge', 'expense_payment_charge']) {
    const seenBy = (fundId: string) => run(world.appUrl, [[`select 1 from ${table}`, []]], `staff:${fundId}`)
    expect(await seenBy(team.fundId), table).toHaveLength(1)
    expect(await seenBy(other.fundId), table).toEqual([])
  }
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
  expect(await named()).toEqual([])
  const rule = (what: 'disable' | 'enable'): Statement[] => [
    [`alter table ledger_transfer ${what} trigger card_charge_has_a_record`, []],
  ]
  await run(world.ownerUrl, [...rule('disable'), ...(await paidByHand({ charge: null }))])
  await run(world.ownerUrl, rule('enable'))
  expect(await named()).toEqual(['expenses_match_their_lines'])
})
