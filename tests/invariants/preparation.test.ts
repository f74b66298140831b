import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preparationSteps } from '#app/domain/bond-preparation/preparation.ts'
import { nextStates } from '#app/domain/bonds/bond.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStepUp } from '#tests/support/given.ts'
import {
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenAssignedBond, givenPoster } from '#tests/support/given-posting.ts'
import { givenPrepared, prepareAll, waysTo } from '#tests/support/given-preparation.ts'
import { givenAlliance, givenSharedProposal } from '#tests/support/given-shared-bond.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})

type Step = { from?: string; number?: number; by?: string; known?: string; amount?: bigint; ago?: string }
const step = (disbursementId: string, to: string, of: Step = {}): Statement => [
  `insert into bond_preparation_step
     (disbursement_id, number, from_state, to_state, changed_by, known_from, amount_cents, occurred_at)
   values ($1, $2, $3, $4, $5, $6, $7, now() - $8::interval)`,
  [
    disbursementId,
    of.number ?? 1,
    of.from ?? 'drafted',
    to,
    of.by ?? team.intake.id,
    of.known ?? 'ice_notice',
    of.amount ?? null,
    of.ago ?? '0 minutes',
  ],
]

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('preparation_moves_along_the_table: from every state to every state that does not follow', async () => {
    for (const kind of ['court_bail', 'immigration_bond'] as const) {
      const id = await givenPrepared(team, [], { kind })
      const all = ['posted', 'released', 'drafted', ...preparationSteps]
      for (const from of Object.keys(waysTo[kind])) {
        const wrong = all.filter(
          (to) => to === 'posted' || !(nextStates(kind, from) as string[]).includes(to),
        )
        const way = (waysTo[kind][from] ?? []).map((to, index, steps) =>
          step(id, to, {
            from: steps[index - 1] ?? 'drafted',
            ...(to === 'amount_changed' ? { amount: 1n } : {}),
          }),
        )
        const rules = await named(
          url,
          way,
          wrong.map((to) => step(id, to, { from, ...amountOf(to) })),
        )
        expect([from, [...new Set(rules)]]).toEqual([from, ['preparation_moves_along_the_table']])
      }
    }
  })

  test('a step begins where the last one led, and a new try at drafted with its own number', async () => {
    const id = await givenPrepared(team, ['verification_sent'])
    const rule = 'preparation_moves_along_the_table'
    expect(await broken(step(id, 'verification_sent'))).toBe(rule)
    expect(await broken(step(id, 'contract_signed', { from: 'verified' }))).toBe(rule)
    expect(await broken(step(id, 'verified', { from: 'verification_sent', number: 2 }))).toBe(rule)
    const back = await givenPrepared(team, waysTo.immigration_bond.returned_unposted)
    expect(await broken(step(back, 'verification_sent'))).toBe(rule)
    expect(await broken(step(back, 'verification_sent', { from: 'returned_unposted' }))).toBe(rule)
    await run(url, [step(back, 'verification_sent', { number: 2 })])
  })

  test('of a bond that is still ahead, by a role, in time, known from somewhere, its amount where it changed', async () => {
    const id = await givenPrepared(team)
    const auditor = await givenActor(team.fundId, ['auditor'])
    const sent = (of: Step) => broken(step(id, 'verification_sent', of))
    expect(await sent({ by: auditor.id })).toBe('preparer_holds_the_role')
    expect(await sent({ by: (await givenPoster(team.fundId)).id })).toBe('preparer_holds_the_role')
    expect(await sent({ ago: '1 day' })).toBe('preparation_goes_forward')
    expect(await sent({ known: '' })).toBe('preparation_is_known_from_somewhere')
    expect(await sent({ amount: 1n })).toBe('changed_amount_is_named')
    const support = await givenProposal(team, { kind: 'support', principal: 40_00n })
    expect(await broken(step(support, 'cash_out'))).toBe('only_a_bond_is_prepared')
    const paid = await givenPrepared(team)
    await payBy(team.intake, paid)
    expect(await broken(step(paid, 'verification_sent'))).toBe('preparation_ends_with_its_disbursement')
  })

  test('preparation_waits_for_approval', async () => {
    const bail = await givenProposal(team)
    expect(await broken(step(bail, 'cash_out'))).toBe('preparation_waits_for_approval')
    const id = await givenPrepared(team, [], {
      kind: 'court_bail',
      occurredAt: new Date(Date.now() - 86_400_000),
    })
    expect(await broken(step(id, 'cash_out', { ago: '25 hours' }))).toBe('preparation_waits_for_approval')
    await run(url, [step(id, 'cash_out', { ago: '23 hours' })])
  })

  test('preparation_does_not_allow_posting, bond_begins_with_its_preparation', async () => {
    const pay = async (id: string): Promise<Statement> => [
      `insert into disbursement_payment (disbursement_id, paid_by, step_up_id, method, payee, receipt_number, principal_cents, occurred_at)
       values ($1, $2, $3, 'fedwire', '', 'R', 250000, now())`,
      [id, team.intake.id, await givenStepUp(team.intake.id, `pay:${id}:${await hashOf(id)}`)],
    ]
    for (const state of ['verification_sent', 'refused', 'stayed', 'amount_changed', 'wire_returned']) {
      const id = await givenPrepared(team, waysTo.immigration_bond[state])
      expect([state, await broken(await pay(id))]).toEqual([state, 'preparation_does_not_allow_posting'])
    }
    const id = await givenPrepared(team, waysTo.immigration_bond.wire_sent)
    const bond: Statement = [
      `insert into bond (fund_id, disbursement_id, kind, case_code, principal_cents, receipt_number, state, posted_at)
       select fund_id, id, kind, case_code, 250000, 'R', 'posted', now() from disbursement where id = $1`,
      [id],
    ]
    expect(await broken(await pay(id), bond)).toBe('bond_begins_with_its_preparation')
  })

  test('money_is_under_way: its approval is neither cancelled nor ended', async () => {
    const wire = await givenPrepared(team, waysTo.immigration_bond.wire_sent)
    const cash = await givenPrepared(team, ['cash_out'], { kind: 'court_bail' })
    for (const id of [wire, cash]) {
      for (const state of ['cancelled', 'expired']) {
        expect(await broken(['update disbursement set state = $2 where id = $1', [id, state]])).toBe(
          'money_is_under_way',
        )
      }
    }
  })

  test('shared_parts_prepare_together', async () => {
    const alliance = await givenAlliance()
    const shared = await givenSharedProposal(alliance, { kind: 'immigration_bond' })
    const [mine = '', theirs = ''] = shared.disbursementIds
    const by = alliance.intake.id
    expect(await broken(step(mine, 'verification_sent', { by }))).toBe('shared_parts_prepare_together')
    await run(url, [step(mine, 'verification_sent', { by }), step(theirs, 'verification_sent', { by })])
  })
})

const amountOf = (to: string): Step => (to === 'amount_changed' ? { amount: 1n } : {})

/** After the way was gone, in a transaction that is taken back: the rule that each of these breaks. */
async function named(url: string, way: Statement[], attempts: Statement[]): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`begin; select set_config('homeward.scope', 'system', true)`)
    for (const [sql, values] of way) await client.query(sql, values)
    const rules: string[] = []
    for (const [sql, values] of attempts) {
      await client.query('savepoint before')
      rules.push(await brokenRule(namingViolations(() => client.query(sql, values))))
      await client.query('rollback to before')
    }
    return rules
  } finally {
    await client.end()
  }
}

test('as owner: what was recorded stays', async () => {
  for (const rewriting of [
    'delete from bond_preparation_step',
    `update bond_preparation_step set known_from = 'jail'`,
    'truncate bond_preparation_step',
  ]) {
    expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [[rewriting, []]])))).toBe(
      'preparation_steps_are_append_only',
    )
  }
})

test('as app: no scope, another fund’s scope and a poster’s show nothing and add nothing', async () => {
  const poster = await givenPoster(team.fundId)
  const id = await givenAssignedBond(team, poster)
  await prepareAll(team, id, ['cash_out'])
  const seen: Statement[] = [
    ["select set_config('homeward.poster', $1, true)", [poster.id]],
    ['select count(*)::int as seen from bond_preparation_step', []],
  ]
  const { fundId } = await givenTeam()
  for (const scope of ['', 'public', 'donor', 'poster', 'staff', `staff:${fundId}`])
    expect([scope, await run(world.appUrl, seen, scope)]).toEqual([scope, [{ seen: 0 }]])
  const add = (scope: string) =>
    run(world.appUrl, [...seen, step(id, 'returned_unposted', { from: 'cash_out' })], scope)
  await expect(add('poster')).rejects.toThrow()
  await expect(add(`staff:${fundId}`)).rejects.toThrow()
})

describe('what the owner of the database forces past the rules, the books name', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
  const values = (id: string, from: string, to: string) =>
    `insert into bond_preparation_step (disbursement_id, number, from_state, to_state, changed_by, known_from, occurred_at)
     values ('${id}', 1, '${from}', '${to}', '${team.intake.id}', 'jail', now());`

  test('a step that does not follow, money under way without its reservation, a history that forgot', async () => {
    expect(await named()).toEqual([])
    const skipped = await givenPrepared(team)
    const rejected = await givenProposal(team)
    const paid = await givenPrepared(team, ['verification_sent', 'verified'])
    const { bondId } = await payBy(team.intake, paid)
    const shared = await givenSharedProposal(await givenAlliance(), { kind: 'immigration_bond' })
    await forced(
      owner,
      values(skipped, 'drafted', 'verified') +
        values(rejected, 'drafted', 'cash_out') +
        values(shared.disbursementIds[0] ?? '', 'drafted', 'verification_sent') +
        `delete from bond_state_change where bond_id = '${bondId}' and to_state = 'verified'`,
    )
    expect((await named()).toSorted()).toEqual([
      'bond_begins_with_its_preparation',
      'money_is_under_way',
      'preparation_moves_along_the_table',
      'shared_parts_prepare_together',
    ])
  })
})
