import { beforeAll, describe, expect, test } from 'vitest'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import {
  approveBy,
  givenPostedBond,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { act, code, keepCookie, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
  for (const staff of [team.intake, team.approver, team.treasurer]) await signIn(staff)
})

describe('the way of a disbursement through its pages', () => {
  let disbursementId: string
  let bondId: string

  test('a proposal that cannot be read comes back whole, each reason beside its field', async () => {
    const answer = await act('admin.disbursements.new.tsx', team.intake, {
      fundId: team.fundId,
      purposeCode: 'court_bail',
      principal: '1,00',
      venue: '',
      'payees[0]': 'Larkspur County Clerk',
      evidenceNote: 'Order seen.',
    })
    expect(answer).toMatchObject({
      status: 422,
      data: {
        values: { principal: '1,00', 'payees[0]': 'Larkspur County Clerk' },
        errors: { principal: 'amount_ambiguous', venue: 'required' },
      },
    })
  })

  test('a purpose that the fund does not allow is refused beside its field, and nothing is kept', async () => {
    const answer = await propose({ purposeCode: 'legal_filing' })
    expect(answer).toMatchObject({
      status: 409,
      data: {
        refusal: { code: 'purpose_not_allowed' },
        values: { purposeCode: 'legal_filing', venue: 'Court 3' },
      },
    })
  })

  test('a good one is there, and waits for the approver and not for its proposer', async () => {
    const response = await propose({})
    const [, id] = /disbursements\/([0-9a-f-]{36})$/.exec(locationOf(response)) ?? []
    disbursementId = id ?? ''
    const forApprover = await load('admin._index.tsx', team.approver)
    expect(forApprover).toMatchObject({
      items: [{ act: 'approve', to: `/admin/disbursements/${disbursementId}`, amountCents: 2_525_00n }],
    })
    expect(await load('admin._index.tsx', team.intake)).toMatchObject({ items: [] })
  })

  test('its page says what it is, what it leaves free, who may act and why not', async () => {
    const page = await load('admin.disbursements.$disbursementId/route.tsx', team.approver, {
      disbursementId,
    })
    expect(page).toMatchObject({
      page: {
        payees: ['Larkspur County Clerk', 'Sheriff of Larkspur'],
        venue: 'Court 3',
        approvals: [],
        approvalsRequired: 1,
        free: { before: 20_000_00n, after: 17_475_00n },
        acts: { approve: null, reject: null, cancel: { code: 'cancelled_by_proposer_or_administrator' } },
      },
    })
    const own = await load('admin.disbursements.$disbursementId/route.tsx', team.intake, { disbursementId })
    expect(own).toMatchObject({
      page: { acts: { approve: { code: 'role_may_not' }, amend: null, cancel: null } },
    })
  })

  test('an approval needs a code of now; a wrong one is refused beside it and nothing is approved', async () => {
    const form = { contentHash: await hashOf(disbursementId), code: '000000' }
    const answer = await act('admin.disbursements.$disbursementId.approval.tsx', team.approver, form, {
      disbursementId,
    })
    expect(answer).toMatchObject({ status: 409, data: { errors: { code: 'step_up_code_wrong' } } })
    expect(JSON.stringify('data' in answer && answer.data.values)).not.toContain('000000')

    const missing = await act(
      'admin.disbursements.$disbursementId.approval.tsx',
      team.approver,
      { contentHash: form.contentHash },
      { disbursementId },
    )
    expect(missing).toMatchObject({ status: 409, data: { errors: { code: 'step_up_missing' } } })
  })

  test('with it the fund has set the money aside, and the session goes on under a new id', async () => {
    const response = await act(
      'admin.disbursements.$disbursementId.approval.tsx',
      team.approver,
      { contentHash: await hashOf(disbursementId), code: code(team.approver) },
      { disbursementId },
    )
    expect(locationOf(response)).toBe(`/admin/disbursements/${disbursementId}`)
    keepCookie(team.approver, response)
    expect(
      await load('admin.disbursements.$disbursementId/route.tsx', team.approver, { disbursementId }),
    ).toMatchObject({ page: { state: 'approved', free: { before: 20_000_00n, after: 17_475_00n } } })
  })

  test('a payment above its ceiling is refused beside the field, with what was typed and before any code is spent', async () => {
    const answer = await pay({ principal: '2,500.01', code: code(team.intake) })
    expect(answer).toMatchObject({
      status: 409,
      data: {
        refusal: { code: 'principal_above_ceiling', params: { ceiling: 2_500_00n } },
        values: { principal: '2,500.01', receiptNumber: 'R-77' },
      },
    })
  })

  test('paid, it has a bond', async () => {
    const response = await pay({ code: code(team.intake) })
    const [, id] = /bonds\/([0-9a-f-]{36})$/.exec(locationOf(response)) ?? []
    bondId = id ?? ''
    keepCookie(team.intake, response)
    expect(await load('admin.bonds.$bondId/route.tsx', team.approver, { bondId })).toMatchObject({
      page: { state: 'posted', money: { posted: 2_400_00n, deposited: 2_400_00n } },
    })
  })

  test('it comes back in part, with a reason for what was kept; a part without reason is refused', async () => {
    await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
    await recordDisposition({ staff: team.intake, bondId, knownFrom: 'court_docket' })
    const back = (form: Record<string, string>) =>
      act('admin.bonds.$bondId.return.tsx', team.approver, { reference: 'Cheque 9', ...form }, { bondId })

    expect(
      await back({ received: '1,000', 'deductions[0].reason': '', 'deductions[0].amount': '20' }),
    ).toMatchObject({
      status: 422,
      data: { errors: { 'deductions[0].reason': 'deduction_needs_reason' } },
    })
    expect(await back({ received: '2,400.01' })).toMatchObject({
      status: 409,
      data: { errors: { received: 'return_exceeds_due' }, values: { received: '2,400.01' } },
    })
    const figures = { received: '2,000', 'deductions[0].reason': 'fines', 'deductions[0].amount': '150' }
    expect(await back(figures)).toMatchObject({ status: 409, data: { errors: { code: 'step_up_missing' } } })
    keepCookie(team.approver, await back({ ...figures, code: code(team.approver, 1) }))
    expect(await load('admin.bonds.$bondId/route.tsx', team.approver, { bondId })).toMatchObject({
      page: { state: 'claimed', money: { due: 250_00n, returned: 2_000_00n, kept: 150_00n } },
    })
    expect(await load('admin._index.tsx', team.approver)).toMatchObject({ items: [{ act: 'record_return' }] })
  })

  const propose = (other: Record<string, string>) =>
    act('admin.disbursements.new.tsx', team.intake, {
      fundId: team.fundId,
      purposeCode: 'court_bail',
      principal: '2,500',
      fees: '25',
      'payees[0]': 'Larkspur County Clerk',
      'payees[1]': 'Sheriff of Larkspur',
      'payees[2]': '',
      venue: 'Court 3',
      evidenceNote: 'Order seen.',
      ...other,
    })

  const pay = async (other: Record<string, string>) =>
    act(
      'admin.disbursements.$disbursementId.payment.tsx',
      team.intake,
      {
        contentHash: await hashOf(disbursementId),
        principal: '2,400',
        fees: '25',
        payee: 'Sheriff of Larkspur',
        method: 'cash',
        receiptNumber: 'R-77',
        occurredAt: '',
        ...other,
      },
      { disbursementId },
    )
})

describe('lists', () => {
  test('by state, newest first, page by page without a gap', async () => {
    const many = await givenTeam({ bank: 1_000_000_00n })
    await signIn(many.approver)
    const ids: string[] = []
    for (let index = 0; index < 33; index++) {
      ids.unshift(await givenProposal(many, { occurredAt: new Date(Date.now() - (40 - index) * 60_000) }))
    }
    await approveBy(many.approver, ids[0] ?? '')
    const list = (search: string) =>
      load<{ rows: { id: string }[]; older: string | null }>(
        'admin.disbursements._index.tsx',
        many.approver,
        {},
        search,
      )

    const first = await list('')
    const second = await list(`?after=${first.older}`)
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids)
    expect(second.older).toBeNull()
    expect((await list('?state=approved')).rows.map(({ id }) => id)).toEqual([ids[0]])
    expect(first).toMatchObject({ counts: { proposed: 32, approved: 1 } })
  })

  test('bonds, the longest out first', async () => {
    const few = await givenTeam()
    await signIn(few.approver)
    const days = (count: number) => new Date(Date.now() - count * 86_400_000)
    const young = await givenPostedBond(few, { occurredAt: days(3) })
    const old = await givenPostedBond(few, { occurredAt: days(12) })
    expect(await load('admin.bonds._index.tsx', few.approver, {}, '?state=out')).toMatchObject({
      rows: [{ id: old.bondId, openCents: 2_500_00n }, { id: young.bondId }],
      counts: { out: 2, due: 0 },
    })
  })
})
