import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { caseOf, givenHeldPart } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import { freeOf, givenNightTeam } from '#tests/support/given-envelope.ts'
import {
  drawForm,
  givenApprovedNight,
  givenOpenNight,
  givenPlannedNight,
  neglected,
} from '#tests/support/given-open-night.ts'
import { givenPoster } from '#tests/support/given-posting.ts'
import {
  act,
  args,
  code,
  keepCookie,
  load,
  locationOf,
  route,
  signIn,
  thrown,
} from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const list = 'admin.envelopes._index.tsx'
const planning = 'admin.envelopes.new.tsx'
const night = 'admin.envelopes.$envelopeId/route.tsx'
const approval = 'admin.envelopes.$envelopeId.approval.tsx'
const rejection = 'admin.envelopes.$envelopeId.rejection.tsx'
const cancellation = 'admin.envelopes.$envelopeId.cancellation.tsx'
const confirmation = 'admin.envelopes.$envelopeId.confirmation.tsx'
const window = 'admin.postings.nights.$envelopeId.tsx'
const disbursement = 'admin.disbursements.$disbursementId/route.tsx'
const postings = 'admin.postings._index.tsx'

let team: Team
let poster: ActingStaff
let second: ActingStaff
beforeAll(async () => {
  team = await givenNightTeam(90_000_00n)
  poster = await givenPoster(team.fundId)
  second = await givenActor(team.fundId, ['approver'])
  for (const staff of [team.intake, team.treasurer, team.approver, second, poster]) await signIn(staff)
})

const pageOf = async (staff: ActingStaff, envelopeId: string) =>
  (await load<{ page: EnvelopePage }>(night, staff, { envelopeId })).page

/** As a browser’s field writes it, on the fund’s clock. */
const local = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000)
    .toLocaleString('sv-SE', { timeZone: 'America/Chicago' })
    .slice(0, 16)
    .replace(' ', 'T')

const planned = (of: Record<string, string> = {}): Record<string, string> => ({
  ...{ fundId: team.fundId, total: '4,000', cap: '2,000', bonds: '3', purposeCodes: 'court_bail' },
  ...{ posterIds: team.intake.id, opensAt: local(10), closesAt: local(40) },
  ...of,
})

describe('planning and deciding', () => {
  test('bad figures come back with what was typed and plan nothing; good ones wait for others', async () => {
    const typed = planned({ total: 'much', bonds: '', opensAt: '' })
    expect(await act(planning, team.treasurer, typed)).toMatchObject({
      status: 422,
      data: {
        values: typed,
        errors: { total: 'amount_not_a_number', bonds: 'required', opensAt: 'required' },
      },
    })
    const nobody = planned()
    delete nobody.posterIds
    expect(await act(planning, team.treasurer, nobody)).toMatchObject({
      status: 422,
      data: { errors: { posterIds: 'required' } },
    })
    const tooMuch = planned({ total: '6,000.01' })
    expect(await act(planning, team.treasurer, tooMuch)).toMatchObject({
      status: 409,
      data: { values: tooMuch, errors: { total: 'envelope_total_can_be_drawn' } },
    })
    const other = await givenNightTeam()
    expect(await act(planning, team.treasurer, planned({ fundId: other.fundId }))).toMatchObject({
      status: 409,
      data: { refusal: { code: 'role_may_not' } },
    })
    expect(await load(planning, team.treasurer)).toMatchObject({ funds: [{ id: team.fundId }] })

    const done = locationOf(await act(planning, team.treasurer, planned()))
    const envelopeId = done.replace('/admin/envelopes/', '')
    expect(await pageOf(team.approver, envelopeId)).toMatchObject({
      stage: 'proposed',
      total: 4_000_00n,
      free: { before: 90_000_00n, after: 86_000_00n },
      acts: { approve: null, reject: null },
    })
    expect(await load(list, team.approver)).toMatchObject({ rows: [{ id: envelopeId }], mayPropose: false })
  })

  test('a yes is proved and sets the total aside; a no and an end need their reason', async () => {
    const envelopeId = await givenPlannedNight(team)
    const { contentHash } = await pageOf(second, envelopeId)
    const yes = (staff: ActingStaff, of: Record<string, string> = {}) =>
      act(approval, staff, { contentHash, code: code(staff), ...of }, { envelopeId })
    expect(await yes(team.treasurer)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'approver_is_not_proposer' } },
    })
    expect(await yes(second, { code: '000000' })).toMatchObject({ status: 409 })
    expect(await yes(second, { contentHash: 'a'.repeat(64) })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'content_changed' } },
    })
    const before = await freeOf(team.fundId)
    const done = await yes(second, { code: code(second, 1) })
    expect(locationOf(done)).toBe(`/admin/envelopes/${envelopeId}`)
    keepCookie(second, done)
    expect(await freeOf(team.fundId)).toBe(before - 6_000_00n)

    expect(await act(rejection, team.approver, { reason: 'too_much' }, { envelopeId })).toMatchObject({
      status: 409,
      data: { refusal: { code: 'envelope_is_approved' } },
    })
    expect(await act(cancellation, team.treasurer, { reason: '' }, { envelopeId })).toMatchObject({
      status: 422,
    })
    const cancel = await act(cancellation, team.treasurer, { reason: 'no_longer_needed' }, { envelopeId })
    expect(locationOf(cancel)).toBe(`/admin/envelopes/${envelopeId}`)
    expect(await freeOf(team.fundId)).toBe(before)

    const unwanted = await givenPlannedNight(team)
    await act(rejection, team.approver, { reason: 'too_much' }, { envelopeId: unwanted })
    expect(await pageOf(team.approver, unwanted)).toMatchObject({
      stage: 'rejected',
      ending: { reason: 'too_much' },
    })
  })
})

describe('at the window', () => {
  type Checked = { data: { values: Record<string, string>; checked: unknown } }
  const send = (staff: ActingStaff, envelopeId: string, form: Record<string, string>) =>
    act(window, staff, form, { envelopeId })

  test('a family’s part that is held is told of, checked with the bond, and drawn with it', async () => {
    const another = await givenPoster(team.fundId)
    await signIn(another)
    const envelopeId = await givenOpenNight(world, team, { posterIds: [another.id] })
    const proposal = await givenProposal(team)
    const caseCode = await caseOf(proposal)
    const agreementId = await givenHeldPart(team, { caseCode, amount: 200_00n })
    const check = (familyPart: string) =>
      send(another, envelopeId, { step: 'check', ...drawForm({ caseCode, familyPart }) })
    expect(await check('')).toMatchObject({ status: 200, data: { leftOut: 200_00n } })
    expect(await check('2,00')).toMatchObject({
      status: 422,
      data: {
        values: { familyPart: '2,00', venue: 'Larkspur County Jail' },
        errors: { familyPart: 'amount_ambiguous' },
      },
    })
    expect(await check('200.01')).toMatchObject({
      status: 409,
      data: { values: { familyPart: '200.01' }, errors: { familyPart: 'family_part_exceeds_what_is_held' } },
    })
    const looked = (await check('200')) as unknown as Checked
    expect(looked).toMatchObject({
      status: 200,
      data: { leftOut: 0n, checked: { principal: 700_00n }, values: { agreementId, familyPart: '200' } },
    })
    const paid = { ...looked.data.values, step: 'draw', method: 'cash', receiptNumber: 'N-8', exposure: '' }
    const done = await send(another, envelopeId, { ...paid, code: code(another) })
    expect(locationOf(done)).toBe(`/admin/postings/nights/${envelopeId}?drawn=1`)
    keepCookie(another, done)
    const bond = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.bond.findFirstOrThrow({ where: { caseCode } }),
    )
    expect(bond).toMatchObject({ principalCents: 700_00n, familyCents: 200_00n, agreementId })
  })

  test('first it is looked at, then paid and entered once; someone else confirms with the receipt', async () => {
    const envelopeId = await givenOpenNight(world, team, { posterIds: [poster.id] })
    expect(await load(postings, poster)).toMatchObject({ nights: [{ id: envelopeId, left: 6_000_00n }] })
    expect(await load(window, poster, { envelopeId })).toMatchObject({ night: { whyNotDraw: null } })

    const check = (of: Record<string, string> = {}) =>
      send(poster, envelopeId, { step: 'check', ...drawForm(of) })
    expect(await check({ principal: '' })).toMatchObject({
      status: 422,
      data: { values: { venue: 'Larkspur County Jail' }, errors: { principal: 'required' } },
    })
    expect(await check({ principal: '2,500.01' })).toMatchObject({
      status: 409,
      data: { values: { payee: 'Larkspur County Clerk' }, errors: { principal: 'draw_stays_below_the_cap' } },
    })
    const looked = (await check()) as unknown as Checked
    expect(looked).toMatchObject({ status: 200, data: { checked: { findings: [], principal: 500_00n } } })
    expect(await load(window, poster, { envelopeId })).toMatchObject({ night: { left: 6_000_00n, mine: [] } })

    const paid = { ...looked.data.values, step: 'draw', method: 'cash', receiptNumber: 'N-1', exposure: '' }
    expect(await send(poster, envelopeId, { ...paid, receiptNumber: '' })).toMatchObject({
      status: 422,
      data: { errors: { receiptNumber: 'required' } },
    })
    const changed = await send(poster, envelopeId, { ...paid, principal: '600', code: code(poster) })
    expect(changed).toMatchObject({ status: 409, data: { refusal: { code: 'content_changed' } } })
    const free = await freeOf(team.fundId)
    const done = await send(poster, envelopeId, { ...paid, code: code(poster, 1) })
    expect(locationOf(done)).toBe(`/admin/postings/nights/${envelopeId}?drawn=1`)
    keepCookie(poster, done)
    expect(await freeOf(team.fundId)).toBe(free)
    expect(await load(window, poster, { envelopeId }, '?drawn=1')).toMatchObject({
      drawn: true,
      night: { left: 5_500_00n, mine: [{ amount: 500_00n, confirmed: false }] },
    })

    const page = await pageOf(team.approver, envelopeId)
    const disbursementId = page.draws[0]?.disbursementId ?? ''
    expect(await load(disbursement, team.approver, { disbursementId })).toMatchObject({
      page: { nightId: envelopeId, state: 'paid', approvals: [] },
    })
    await neglected(world, disbursementId)
    expect(await pageOf(team.approver, envelopeId)).toMatchObject({ stage: 'frozen' })
    expect(await check()).toMatchObject({ status: 409, data: { refusal: { code: 'envelope_is_frozen' } } })
    const confirm = (staff: ActingStaff, of: Record<string, string> = {}) =>
      act(
        confirmation,
        staff,
        { disbursementId, receiptInHand: 'on', code: code(staff), ...of },
        { envelopeId },
      )
    expect(await confirm(team.approver, { receiptInHand: '' })).toMatchObject({
      status: 422,
      data: { errors: { receiptInHand: 'receipt_not_in_hand' } },
    })
    expect(await confirm(team.approver, { code: '000000' })).toMatchObject({ status: 409 })
    const confirmed = await confirm(team.approver)
    expect(locationOf(confirmed)).toBe(`/admin/envelopes/${envelopeId}`)
    keepCookie(team.approver, confirmed)
    expect(await pageOf(team.approver, envelopeId)).toMatchObject({
      stage: 'open',
      draws: [{ confirmed: { by: 'approver' }, overdue: false }],
    })
    const record = await caseRecord({
      caseCode: page.draws[0]?.caseCode ?? '',
      fundIds: [team.fundId],
      language: 'en',
    })
    expect(record?.moments.map(({ kind, by }) => [kind, by])).toEqual(
      expect.arrayContaining([
        ['night_approval', 'approver'],
        ['confirmation', 'approver'],
      ]),
    )
    expect(await confirm(team.treasurer)).toMatchObject({
      status: 409,
      data: { refusal: { code: 'draw_is_confirmed_once' } },
    })
  })

  test('a night that names someone else, or is another fund’s, is not there', async () => {
    const envelopeId = await givenOpenNight(world, team)
    const { loader, action } = await route(window)
    const other = await givenNightTeam()
    const foreign = await givenApprovedNight(other, { posterIds: [other.intake.id] })
    for (const id of [envelopeId, foreign])
      for (const handler of [loader, action ?? loader])
        expect((await thrown(handler(await args(poster, {}, { envelopeId: id })))).status).toBe(404)
    expect(
      (await thrown((await route(night)).loader(await args(poster, undefined, { envelopeId })))).status,
    ).toBe(403)
    const page = await pageOf(team.intake, envelopeId)
    expect(page.acts.draw).toBeNull()
    const elsewhere = { disbursementId: foreign, receiptInHand: 'on' }
    const { action: confirm } = await route(confirmation)
    expect(
      (await thrown(confirm?.(await args(second, elsewhere, { envelopeId })) ?? Promise.resolve())).status,
    ).toBe(404)
  })
})
