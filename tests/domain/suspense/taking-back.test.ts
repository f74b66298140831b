import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPoolPeriod } from '#app/domain/pool-share/read-pool-period.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { askTakingBack } from '#app/domain/suspense/ask-taking-back.server.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import { confirmTakingBack } from '#app/domain/suspense/confirm-taking-back.server.ts'
import type { SuspenseKind, TakingBackDate } from '#app/domain/suspense/suspense.ts'
import { suspensePage } from '#app/domain/suspense/suspense-page.server.ts'
import { withdrawTakingBack } from '#app/domain/suspense/withdraw-taking-back.server.ts'
import { lastTransferOfFund } from '#app/domain/transparency/close-window.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenFund, givenStepUp } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { layOut, ledgerTable } from '#tests/support/ledger-table.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenSuspense } from './given-suspense.ts'

const world = await useWorld()
const bail = await givenFund({ slug: 'bail' })
const rides = await givenFund({ slug: 'rides' })
const treasurer = await givenActor(bail, ['treasurer'])
const administrator = await givenActor(bail, ['administrator'])
const elsewhere = await givenActor(rides, ['treasurer'])

type Actor = typeof treasurer

async function said(amount: bigint, as: SuspenseKind, fundId: string | null, fee = 0n) {
  const txnId = await givenSuspense(world, { amount, fee })
  await assignSuspense({ staff: fundId === rides ? elsewhere : treasurer, txnId, as, fundId })
  return { txnId, number: 1 }
}

const ask = (staff: Actor, named: { txnId: string; number: number }, dated: TakingBackDate = 'then') =>
  askTakingBack({ staff, named, reason: 'another_fund', dated })

async function confirm(staff: Actor, reversalId: string) {
  const stepUpId = await givenStepUp(staff.id, boundTo.takeBackSuspense(reversalId))
  await confirmTakingBack({ staff, reversalId, stepUpId })
}

const code = async (work: Promise<unknown>) => (await refusalOf(work)).code

let told = 1
async function newRows(): Promise<string> {
  const lines = (await ledgerTable(world)).split('\n')
  const gained = [lines[0] ?? '', ...lines.slice(told)]
  told = lines.length
  return layOut(gained.map((line) => line.split(/ {2,}/)))
}

test('a gift that was said to be another fund’s is taken back by two, waits again, and is said anew', async () => {
  const named = await said(40_00n, 'gift', bail, 1_18n)
  await newRows()
  const { reversalId } = await ask(treasurer, named)
  expect(await newRows()).toMatchInlineSnapshot(`"fund  code  debit  credit  amount"`)
  const waits = async (staff: Actor, role: 'treasurer' | 'administrator') =>
    (
      await waitingForMe({
        staff: { ...staff, fundIds: [bail], language: 'en', roles: [{ fundId: bail, role }] },
      })
    ).map(({ act }) => act)
  expect(await waits(administrator, 'administrator')).toContain('confirm_suspense_taking_back')
  expect(await waits(treasurer, 'treasurer')).not.toContain('confirm_suspense_taking_back')
  expect(await code(confirm(treasurer, reversalId))).toBe('assignment_is_taken_back_by_another')
  expect(await code(confirm(elsewhere, reversalId))).toBe('role_may_not')
  expect(await code(ask(administrator, named))).toBe('assignment_is_taken_back_once')
  await confirm(administrator, reversalId)
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code      debit      credit           amount
    operating  reversal  interfund  suspense         $38.82
    bail       reversal  gifts      interfund        $40.00
    bail       reversal  interfund  processing_fees   $1.18"
  `)
  expect(await code(confirm(administrator, reversalId))).toBe('suspense_taking_back_is_decided_once')
  const [links] = await db().$queryRaw<{ links: number; named: number }[]>`
    select count(distinct link_id)::int as links, count(reverses_id)::int as named
      from ledger_transfer where source_kind = 'suspense_reversal'`
  expect(links).toEqual({ links: 1, named: 3 })
  expect(await brokenBooks()).toEqual([])

  const page = await suspensePage({ staffId: treasurer.id, language: 'en', after: null })
  expect(page.waiting.map(({ txnId }) => txnId)).toEqual([named.txnId])
  expect(page.assigned[0]).toMatchObject({
    ...{ number: 1, mayTakeBack: true },
    takingBack: { reason: 'another_fund', isOwn: true, decision: { kind: 'confirmed' } },
  })
  await assignSuspense({ staff: elsewhere, txnId: named.txnId, as: 'gift', fundId: rides })
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code               debit            credit     amount
    operating  suspense_assigned  suspense         interfund  $38.82
    rides      donation           interfund        gifts      $40.00
    rides      processing_fee     processing_fees  interfund   $1.18"
  `)
  expect(
    await code(assignSuspense({ staff: elsewhere, txnId: named.txnId, as: 'gift', fundId: rides })),
  ).toBe('suspense_is_assigned_once')
  const again = await ask(elsewhere, { ...named, number: 2 })
  await confirm(await givenActor(rides, ['administrator']), again.reversalId)
  expect((await newRows()).split('\n')).toHaveLength(4)
  await assignSuspense({ staff: treasurer, txnId: named.txnId, as: 'operating_income', fundId: null })
  expect(await brokenBooks()).toEqual([])
})

test('what is left as it was stands, and may be asked about again; the organization’s own is taken back by any two who may name it', async () => {
  const named = await said(-3_00n, 'operating_fee', null)
  await newRows()
  const first = await ask(treasurer, named)
  await withdrawTakingBack({ staff: treasurer, reversalId: first.reversalId })
  const { reversalId } = await ask(treasurer, named)
  await confirm(elsewhere, reversalId)
  expect(await newRows()).toMatchInlineSnapshot(`
    "fund       code      debit     credit           amount
    operating  reversal  suspense  processing_fees   $3.00"
  `)
  expect(await code(ask(await givenActor(bail, ['auditor', 'approver']), named))).toBe('role_may_not')
  await assignSuspense({ staff: treasurer, txnId: named.txnId, as: 'gift_refunded', fundId: bail })
  expect(await brokenBooks()).toEqual([])
})

test('what was taken back, in the same period or a later one, was never in anybody’s pool share', async () => {
  const fundId = await givenFund({ slug: 'promised' })
  const [one, two] = [await givenActor(fundId, ['treasurer']), await givenActor(fundId, ['administrator'])]
  const read = (since: bigint | null) =>
    inTransaction({ scope: { kind: 'system' } }, async (tx) => {
      const through = await lastTransferOfFund(tx, fundId)
      const at = { cutAt: new Date(Date.now() + 60_000), through }
      const period = await readPoolPeriod(
        readingIn(tx),
        {
          ...{ fundId, at },
          since: since === null ? null : { cutAt: new Date(0), through: since },
        },
        [],
      )
      const { house, flows, gifts } = period
      return { through, figures: [house, flows.moved, flows.fees, ...gifts] }
    })
  const txnId = await givenSuspense(world, { amount: 500_00n, fee: 11_30n })
  await assignSuspense({ staff: one, txnId, as: 'gift', fundId })
  const named = await read(null)
  const { reversalId } = await ask(one, { txnId, number: 1 })
  await confirm(two, reversalId)
  for (const { figures } of [named, await read(null), await read(named.through)])
    expect(figures).toEqual([0n, 0n, 0n, 0n])
})

describe('the rules of the database', () => {
  const owner = new Client({ connectionString: world.ownerUrl })
  beforeAll(() => owner.connect())
  afterAll(() => owner.end())
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])

  test('what lies in a closed month is corrected as of today, and not as of then', async () => {
    const it = await said(5_00n, 'operating_income', null)
    const { reversalId } = await ask(treasurer, it)
    const closeId = randomUUID()
    await forced(
      owner,
      `insert into books_close (id, cut_at, balances_hash, proposed_by, occurred_at)
         values ('${closeId}', now(), repeat('0', 64), '${treasurer.id}', now());
       insert into books_close_decision (close_id, decision, decided_by, occurred_at)
         values ('${closeId}', 'confirmed', '${administrator.id}', now())`,
    )
    expect(await code(confirm(administrator, reversalId))).toBe('assignment_lies_in_a_closed_month')
    await withdrawTakingBack({ staff: treasurer, reversalId })
    expect(await code(ask(treasurer, it))).toBe('assignment_lies_in_a_closed_month')
    const today = await ask(treasurer, it, 'today')
    await confirm(administrator, today.reversalId)
    await forced(owner, 'delete from books_close_decision; delete from books_close')
    expect(await brokenBooks()).toEqual([])
  })

  test.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))(
    'by hand as %s: once, by two who may name it, with a proof, and as the books undo it',
    async (_role, url) => {
      const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))
      const it = await said(8_00n, 'gift', bail)
      const reversalId = randomUUID()
      const asks = (by: string): Statement => [
        `insert into suspense_reversal (id, txn_id, number, reason, dated, asked_by, occurred_at)
           values ($1, $2, 1, 'another_kind', 'then', $3, now())`,
        [reversalId, it.txnId, by],
      ]
      const decides = (by: string, stepUpId: string | null): Statement => [
        `insert into suspense_reversal_decision (reversal_id, decision, decided_by, step_up_id, occurred_at)
           values ($1, 'confirmed', $2, $3, now())`,
        [reversalId, by, stepUpId],
      ]
      const proof = (by: string) => givenStepUp(by, boundTo.takeBackSuspense(reversalId))
      const asked = asks(treasurer.id)
      expect(await broken(asks(elsewhere.id))).toBe('suspense_assigner_holds_the_role')
      expect(await broken(asked, decides(elsewhere.id, await proof(elsewhere.id)))).toBe(
        'suspense_assigner_holds_the_role',
      )
      expect(await broken(asked, decides(treasurer.id, await proof(treasurer.id)))).toBe(
        'assignment_is_taken_back_by_another',
      )
      expect(await broken(asked, decides(administrator.id, randomUUID()))).toBe('step_up_is_fresh_and_bound')
      expect(await broken(asked, decides(administrator.id, await proof(administrator.id)))).toBe(
        'suspense_taking_back_is_booked',
      )
      await ask(treasurer, it)
      expect(await broken(asked)).toBe('assignment_is_taken_back_once')
      for (const table of ['suspense_reversal', 'suspense_reversal_decision'])
        for (const sql of [
          `update ${table} set occurred_at = occurred_at`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ])
          await expect(asOwner(url, null, (client) => client.query(sql))).rejects.toThrow(
            /suspense_assignments_are_append_only|permission denied/,
          )
    },
  )

  test('what the owner forces past them, the books name', async () => {
    const it = await said(9_00n, 'operating_income', null)
    const { reversalId } = await ask(treasurer, it)
    await confirm(administrator, reversalId)
    const decided = `update suspense_reversal_decision set`
    const where = `where reversal_id = '${reversalId}'`
    expect(await named()).toEqual([])
    await forced(owner, `${decided} decided_by = '${treasurer.id}' ${where}`)
    expect(await named()).toEqual(['suspense_taking_back_is_booked'])
    await forced(owner, `${decided} decided_by = '${administrator.id}', decision = 'withdrawn' ${where}`)
    expect(await named()).toContain('suspense_taking_back_is_booked')
    await forced(owner, `${decided} decision = 'confirmed' ${where}`)
    expect(await named()).toEqual([])
  })
})
