import { beforeAll, describe, expect, test } from 'vitest'
import type { BoxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as list from '#app/routes/admin.cash._index.tsx'
import * as advance from '#app/routes/admin.cash.$advanceId.tsx'
import * as box from '#app/routes/admin.cash.box.$fundId.tsx'
import * as out from '#app/routes/admin.cash.new.tsx'
import * as disbursement from '#app/routes/admin.disbursements.$disbursementId/route.tsx'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenAdvance, givenApproved, signOut } from '#tests/support/given-advance.ts'
import { givenActor, givenTeam, hashOf, type Team } from '#tests/support/given-disbursement.ts'
import { act, code, locationOf, signIn as signInAt } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

let team: Team
let other: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' }, bank: 90_000_00n })
  other = await givenTeam()
})

/** Signed in with an authenticator. Answers their browser and the code that it shows. */
async function enter(staff: { id: string }) {
  const totp = await givenTotp(staff.id)
  return { browser: await signedIn(staff.id), code: totp.code }
}
const balances = () => inTransaction({ scope: { kind: 'system' } }, (tx) => fundBalances(tx, team.fundId))

describe('who is let in', () => {
  test('strangers are asked to sign in', async () => {
    for (const page of [list, out, advance, box]) {
      expect(await visitor().get(page)).toMatchObject({ status: 302 })
      if ('action' in page) expect(await visitor().post(page, {})).toMatchObject({ status: 302 })
    }
  })

  test('an auditor reads everything and signs nothing', async () => {
    const advanceId = await signOut(team, { amount: 1n })
    const { browser } = await enter(await givenActor(team.fundId, ['auditor']))
    expect((await browser.get(list)).data).toMatchObject({
      mayHandle: false,
      boxes: [{ fundId: team.fundId }],
    })
    expect((await browser.get(advance, { params: { advanceId } })).status).toBe(200)
    expect((await browser.get(box, { params: { fundId: team.fundId } })).status).toBe(200)
    expect((await browser.get(out)).status).toBe(403)
    expect((await browser.post(out, {})).status).toBe(403)
    expect((await browser.post(box, {}, { params: { fundId: team.fundId } })).status).toBe(403)
    expect(await browser.post(advance, { act: 'withdraw' }, { params: { advanceId } })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'role_may_not' } },
    })
  })

  test('another fund’s cash does not exist', async () => {
    const advanceId = await signOut(other, { amount: 1n })
    const { browser } = await enter(await givenActor(team.fundId, ['treasurer', 'administrator']))
    for (const params of [
      { advanceId, fundId: other.fundId },
      { advanceId: '1', fundId: '1' },
    ])
      for (const page of [advance, box]) {
        expect((await browser.get(page, { params })).status).toBe(404)
        expect((await browser.post(page, { act: 'withdraw' }, { params })).status).toBe(404)
      }
    const form = { fundId: other.fundId, posterId: other.intake.id, source: 'bank', amount: '5' }
    expect((await browser.post(out, form)).status).toBe(404)
  })
})

test('signed out, warned of, confirmed with a proof, and counted back', async () => {
  const disbursementId = await givenApproved(team, { principal: 10_000_00n })
  const treasurer = await enter(team.treasurer)
  const approver = await enter(team.approver)
  expect((await treasurer.browser.get(out, { search: `?for=${disbursementId}` })).data).toMatchObject({
    choices: { chosen: { id: disbursementId, largeCents: 10_000_00n } },
  })
  const form = {
    fundId: team.fundId,
    posterId: '',
    source: 'bank',
    amount: '10,000',
    disbursementIds: disbursementId,
  }
  expect(await treasurer.browser.post(out, { ...form, amount: '10,00' })).toMatchObject({
    status: 422,
    data: {
      errors: { posterId: expect.any(String), amount: 'amount_ambiguous' },
      values: { amount: '10,00' },
    },
  })
  expect(
    await treasurer.browser.post(out, { ...form, posterId: team.intake.id, amount: '10,000.01' }),
  ).toMatchObject({
    status: 409,
    data: { errors: { amount: 'advance_stays_below_its_cap' }, values: { amount: '10,000.01' } },
  })
  const signed = await treasurer.browser.post(out, { ...form, posterId: team.intake.id })
  const advanceId = signed.location?.split('/').at(-1) ?? ''
  const at = { params: { advanceId } }
  expect((await approver.browser.get(advance, at)).data).toMatchObject({
    // The cent that waits for the same poster counts with it.
    page: { state: 'waiting', largeCents: 10_000_01n, leftCents: 0n, acts: { confirm: null } },
  })
  expect(await approver.browser.post(advance, { act: 'confirm' }, at)).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  expect(await treasurer.browser.post(advance, { act: 'confirm', code: treasurer.code() }, at)).toMatchObject(
    {
      data: { refusal: { code: 'advance_is_signed_by_two' } },
    },
  )
  expect((await balances()).advance ?? 0n).toBe(0n)
  expect((await approver.browser.post(advance, { act: 'confirm', code: approver.code() }, at)).location).toBe(
    `/admin/cash/${advanceId}`,
  )
  expect((await balances()).advance).toBe(10_000_00n)
  expect((await approver.browser.get(list)).data).toMatchObject({
    advances: expect.arrayContaining([expect.objectContaining({ id: advanceId, leftCents: 10_000_00n })]),
  })

  const counted = {
    act: 'bring_back',
    amount: '10,000.01',
    broughtTo: 'cash_box',
    witnessId: team.approver.id,
  }
  expect(await treasurer.browser.post(advance, counted, at)).toMatchObject({
    status: 409,
    data: { errors: { amount: 'return_stays_within_its_advance' }, values: { amount: '10,000.01' } },
  })
  expect((await treasurer.browser.post(advance, { ...counted, amount: '10000' }, at)).status).toBe(303)
  const seen = (await treasurer.browser.get(advance, at)).data as { page: { returns: { id: string }[] } }
  expect(seen).toMatchObject({
    page: {
      ...{ state: 'out', leftCents: 10_000_00n, uncountedCents: 0n },
      returns: [{ cents: 10_000_00n, to: 'cash_box', state: 'waiting', acts: { withdraw: null } }],
    },
  })
  expect((await balances()).advance).toBe(10_000_00n)
  const returnId = seen.page.returns[0]?.id ?? ''
  const sign = { act: 'sign_return', returnId }
  expect(await treasurer.browser.post(advance, { ...sign, code: treasurer.code(1) }, at)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'cash_is_signed_by_its_witness' }, values: { returnId } },
  })
  const asked = { page: { returns: [{ acts: { sign: null, dispute: null } }] } }
  expect((await approver.browser.get(advance, at)).data).toMatchObject(asked)
  expect(await approver.browser.post(advance, sign, at)).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  expect(
    await approver.browser.post(advance, { act: 'dispute_return', returnId, note: ' ' }, at),
  ).toMatchObject({ status: 422, data: { errors: { note: 'required' } } })
  const signedBack = await approver.browser.post(advance, { ...sign, code: approver.code(1) }, at)
  expect(signedBack.location).toBe(`/admin/cash/${advanceId}`)
  expect((await treasurer.browser.get(advance, at)).data).toMatchObject({
    page: { state: 'settled', returns: [{ state: 'signed' }] },
  })
})

test('the poster pays from it on the page of the disbursement, or says that it could not be posted', async () => {
  const [paid, refused] = [await givenApproved(team), await givenApproved(team)]
  const advanceId = await givenAdvance(team, { amount: 5_000_00n, for: [paid, refused] })
  await signInAt(team.intake)
  const payment = 'admin.disbursements.$disbursementId.payment.tsx'
  const form = {
    ...{ contentHash: await hashOf(paid), principal: '2,500', payee: 'Larkspur County Clerk' },
    ...{ method: 'cash', receiptNumber: 'R-9' },
  }
  const pay = (from: string, steps: number) =>
    act(payment, team.intake, { ...form, from, code: code(team.intake, steps) }, { disbursementId: paid })
  expect(await pay('bank', 0)).toMatchObject({
    status: 409,
    data: { errors: { from: 'cash_is_out_for_it' } },
  })
  expect(locationOf(await pay(advanceId, 1))).toMatch(/^\/admin\/bonds\//)

  const intake = await signedIn(team.intake.id)
  const at = { params: { advanceId } }
  const attempt = { act: 'attempt', disbursementId: refused, reason: '' }
  expect(await intake.post(advance, attempt, at)).toMatchObject({
    status: 422,
    data: { errors: { reason: 'required' } },
  })
  expect((await intake.post(advance, { ...attempt, reason: 'office_closed' }, at)).status).toBe(303)
  expect((await intake.get(advance, at)).data).toMatchObject({
    page: { leftCents: 2_500_00n, payments: [{ receiptNumber: 'R-9' }] },
  })
  const treasurer = await signedIn(team.treasurer.id)
  const seen = await treasurer.get(disbursement, { params: { disbursementId: refused } })
  expect(seen.data).toMatchObject({
    page: { cashIsOut: false, maySignOut: true, advances: [{ id: advanceId, isMine: false }] },
  })
})

test('the cash box is counted, moved and explained, and a cap is set', async () => {
  const treasurer = await signedIn(team.treasurer.id)
  const { browser: administrator } = await enter(await givenActor(team.fundId, ['administrator']))
  const beside = await givenActor(team.fundId, ['approver'])
  const witness = await enter(beside)
  const at = { params: { fundId: team.fundId } }
  const move = { act: 'move', to: 'cash_box', amount: '', witnessId: beside.id }
  expect(await treasurer.post(box, move, at)).toMatchObject({
    status: 422,
    data: { errors: { amount: 'required' } },
  })
  const { page: before } = (await treasurer.get(box, at)).data as { page: BoxPage }
  expect((await treasurer.post(box, { ...move, amount: '40' }, at)).status).toBe(303)
  const entered = (await treasurer.get(box, at)).data as { page: { moves: { id: string }[] } }
  expect(entered).toMatchObject({
    // The cash that posters signed out of the bank today came over the same counter.
    page: {
      movedWithinADay: { bank: 0n, cash_box: before.movedWithinADay.cash_box + 40_00n },
      unsigned: { into: 40_00n, outOf: 0n },
    },
  })
  const moveId = entered.page.moves[0]?.id ?? ''
  const signMove = { act: 'sign_move', moveId }
  expect(await administrator.post(box, signMove, at)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'cash_is_signed_by_its_witness' } },
  })
  expect(await witness.browser.post(box, signMove, at)).toMatchObject({
    data: { errors: { code: 'step_up_missing' }, values: { moveId } },
  })
  const inBox = async () => (await balances()).cash_box ?? 0n
  const unmoved = await inBox()
  expect((await witness.browser.post(box, { ...signMove, code: witness.code() }, at)).location).toBe(
    `/admin/cash/box/${team.fundId}`,
  )
  expect((await inBox()) - unmoved).toBe(40_00n)
  expect((await treasurer.get(box, at)).data).toMatchObject({
    page: { moves: [{ id: moveId, state: 'signed' }], unsigned: { into: 0n } },
  })
  const unwanted = { ...move, to: 'bank', amount: '1' }
  expect((await treasurer.post(box, unwanted, at)).status).toBe(303)
  const { page: again } = (await treasurer.get(box, at)).data as typeof entered
  const withdraw = { act: 'withdraw_move', moveId: again.moves[0]?.id ?? '' }
  expect(await administrator.post(box, withdraw, at)).toMatchObject({
    data: { refusal: { code: 'unsigned_cash_is_withdrawn_by_its_writer' } },
  })
  expect((await treasurer.post(box, withdraw, at)).status).toBe(303)
  const held = (await balances()).cash_box ?? 0n
  const count = { act: 'count', counted: String((held - 100n) / 100n), witnessId: team.approver.id }
  expect((await treasurer.post(box, count, at)).status).toBe(303)
  const { page } = (await administrator.get(box, at)).data as {
    page: { counts: { id: string; differenceCents: bigint }[] }
  }
  expect(page.counts[0]?.differenceCents).toBe(-100n)
  const countId = page.counts[0]?.id ?? ''
  const explain = { act: 'explain', countId, reason: 'lost' }
  expect(await administrator.post(box, explain, at)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'count_waits_for_its_witness' } },
  })
  const sign = { act: 'sign', countId, witnessed: '' }
  const approver = await signedIn(team.approver.id)
  expect((await approver.get(box, at)).data).toMatchObject({ page: { counts: [{ maySign: true }] } })
  expect(await approver.post(box, sign, at)).toMatchObject({
    status: 422,
    data: { values: { countId }, errors: { witnessed: 'required' } },
  })
  expect(await administrator.post(box, { ...sign, witnessed: count.counted }, at)).toMatchObject({
    data: { refusal: { code: 'count_is_signed_by_its_witness' } },
  })
  expect((await approver.post(box, { ...sign, witnessed: count.counted }, at)).status).toBe(303)
  expect((await administrator.get(list)).data).toMatchObject({
    boxes: expect.arrayContaining([
      expect.objectContaining({ lastCount: expect.objectContaining({ state: 'confirmed' }) }),
    ]),
  })
  expect(await treasurer.post(box, explain, at)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'difference_is_explained_by_another' } },
  })
  expect((await administrator.post(box, explain, at)).status).toBe(303)
  expect((await treasurer.post(box, { act: 'cap', posterId: '', cap: '5' }, at)).status).toBe(409)
  expect((await administrator.post(box, { act: 'cap', posterId: '', cap: '5,000' }, at)).status).toBe(303)
  expect((await administrator.get(box, at)).data).toMatchObject({
    page: { caps: [{ poster: null, capCents: 5_000_00n }], mayManage: true },
  })
})
