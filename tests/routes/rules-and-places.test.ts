import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenReviewedRule } from '#tests/domain/jurisdictions/given-rule.ts'
import { givenPerson, known } from '#tests/domain/vault/given-person.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenClosing } from '#tests/support/given-closing.ts'
import { givenActor, givenProposal } from '#tests/support/given-disbursement.ts'
import { breakBy } from '#tests/support/given-emergency.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import { type Alliance, givenActorIn, givenAlliance } from '#tests/support/given-shared-bond.ts'
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

await useWorld()

const place = 'US-ZZ'
let alliance: Alliance
let fundId: string
let ada: ActingStaff
let ben: ActingStaff
let stranger: ActingStaff
beforeAll(async () => {
  alliance = await givenAlliance({ slugs: ['one', 'two'] })
  fundId = alliance.fundIds[0]
  ada = await givenActorIn(alliance.fundIds, ['administrator'])
  ben = await givenActor(fundId, ['administrator'])
  stranger = await givenActor((await givenAlliance()).fundIds[0], ['administrator', 'intake'])
  for (const staff of [ada, ben, stranger, alliance.intake]) await signIn(staff)
  await addPlace({ staff: ada, fundId, place })
  await givenReviewedRule(ada, { code: 'a-cap', place })
})

const inSystem = { scope: { kind: 'system' } } as const
const proposals = () => inTransaction(inSystem, (tx) => tx.disbursement.count())
type Checked = { data: { preview: { findings: { code: string; blocks: boolean }[] } | null } }
const said = (answer: unknown) =>
  (answer as Checked).data.preview?.findings.map((finding) => [finding.code, finding.blocks])

test('a shared bond and an amendment can be checked before they are sent, and come back as they were typed', async () => {
  const shared = 'admin.shared-bonds.new.tsx'
  const typed = {
    ...{
      kind: 'court_bail',
      caseCode: '',
      'payees[0]': 'Larkspur County Clerk',
      venue: '',
      evidenceNote: '',
    },
    ...{ 'parts[0].fundId': fundId, 'parts[0].principal': '1,500', 'parts[0].fees': '' },
    ...{ 'parts[1].fundId': alliance.fundIds[1], 'parts[1].principal': '1,000', 'parts[1].fees': '' },
  }
  const before = await proposals()
  const checked = await act(shared, alliance.intake, { ...typed, intent: 'check' }, {})
  expect(checked).toMatchObject({ status: 200, data: { values: typed, errors: {} } })
  expect(said(checked)).toEqual([['a-cap', true]])
  expect(
    await act(shared, alliance.intake, { ...typed, 'parts[0].principal': '1,5', intent: 'check' }, {}),
  ).toMatchObject({
    status: 422,
    data: { errors: { 'parts[0].principal': 'amount_ambiguous' }, preview: null },
  })
  const incomplete = await act(shared, alliance.intake, typed, {})
  expect(incomplete).toMatchObject({ status: 422, data: { values: typed, errors: { venue: 'required' } } })
  expect(said(incomplete)).toEqual([['a-cap', true]])

  const team = { ...alliance, fundId }
  const disbursementId = await givenProposal(team, { principal: 100_00n })
  const amendment = 'admin.disbursements.$disbursementId.amendment.tsx'
  const amended = {
    ...{ purposeCode: 'court_bail', principal: '2,500', fees: '', 'payees[0]': 'Larkspur County Clerk' },
    ...{ venue: 'Larkspur County Court', evidenceNote: '', revision: '1' },
  }
  const again = await act(amendment, alliance.intake, { ...amended, intent: 'check' }, { disbursementId })
  expect(again).toMatchObject({ status: 200, data: { values: amended, errors: {} } })
  expect(said(again)).toEqual([['a-cap', true]])
  const empty = { ...amended, venue: '' }
  expect(await act(amendment, alliance.intake, empty, { disbursementId })).toMatchObject({
    status: 422,
    data: { values: empty, errors: { venue: 'required' }, preview: { findings: [{ code: 'a-cap' }] } },
  })
  expect(await proposals()).toBe(before + 1)
  const { action } = await route(amendment)
  const other = action?.(await args(stranger, { ...amended, intent: 'check' }, { disbursementId }))
  expect((await thrown(other as Promise<unknown>)).status).toBe(404)
})

test('a fund is closed on its control page by one administrator and another', async () => {
  const control = 'admin.funds.$fundId_.control/route.tsx'
  const params = { fundId }
  const proposed = { act: 'propose-closing', to: 'closing', reason: 'board_decision' }
  expect(await act(control, ada, { ...proposed, reason: '' }, params)).toMatchObject({ status: 422 })
  expect(await act(control, ada, proposed, params)).toMatchObject({
    status: 409,
    data: { values: proposed, errors: { code: 'step_up_missing' } },
  })
  keepCookie(ada, await act(control, ada, { ...proposed, code: code(ada) }, params))
  type Page = { page: { closing: { waits: { id: string } | null; state: string } } }
  const { page } = await load<Page>(control, ben, params)
  const closingId = page.closing.waits?.id ?? ''
  const confirmed = { act: 'confirm-closing', closingId }
  expect(await act(control, ada, { ...confirmed, code: code(ada, 1) }, params)).toMatchObject({
    data: { refusal: { code: 'closing_is_confirmed_by_another' } },
  })
  const closed = await act(control, ben, { ...confirmed, code: code(ben) }, params)
  expect(locationOf(closed)).toBe(`/admin/funds/${fundId}/control`)
  keepCookie(ben, closed)
  expect((await load<Page>(control, ben, params)).page.closing).toMatchObject({
    ...{ state: 'closing', next: 'open', waits: null },
    decided: [{ outcome: 'confirmed', to: 'closing' }],
  })
  const tooEarly = { ...proposed, to: 'closed' }
  expect(await act(control, ben, { ...tooEarly, code: code(ben, 1) }, params)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'closed_fund_is_empty' }, values: tooEarly },
  })
  const { action } = await route(control)
  for (const [staff, status] of [
    [alliance.intake, 403],
    [stranger, 404],
  ] as const)
    expect((await thrown(action?.(await args(staff, proposed, params)) as Promise<unknown>)).status).toBe(
      status,
    )
})

test('a fund with nothing left is closed for good there, and opens no more', async () => {
  const control = 'admin.funds.$fundId_.control/route.tsx'
  const third = await givenFund()
  const params = { fundId: third }
  const [one, other] = [
    await givenActor(third, ['administrator']),
    await givenActor(third, ['administrator']),
  ]
  for (const staff of [one, other]) await signIn(staff)
  await givenClosing([one, other], third)
  type Page = { page: { closing: Record<string, unknown> & { waits: { id: string } | null } } }
  const closing = async () => (await load<Page>(control, other, params)).page.closing
  expect(await closing()).toMatchObject({ state: 'closing', left: [], next: 'open' })

  const proposed = { act: 'propose-closing', to: 'closed', reason: 'board_decision' }
  keepCookie(one, await act(control, one, { ...proposed, code: code(one) }, params))
  const closingId = (await closing()).waits?.id ?? ''
  const confirmed = await act(
    control,
    other,
    { act: 'confirm-closing', closingId, code: code(other) },
    params,
  )
  expect(locationOf(confirmed)).toBe(`/admin/funds/${third}/control`)
  keepCookie(other, confirmed)
  expect(await closing()).toMatchObject({
    ...{ state: 'closed', left: [], next: 'closing', waits: null },
    decided: [{ outcome: 'confirmed', kind: 'end' }, { kind: 'close' }],
  })
  expect(await act(control, one, { ...proposed, to: 'open', code: code(one, 1) }, params)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'fund_moves_along_the_table' } },
  })
})

test('classes of charge are ticked in the record and in a rule, and no page of money tells which', async () => {
  const { personId } = await givenPerson(fundId)
  const facts = 'admin.cases.$personId_.facts/route.tsx'
  const none = { name: '', birth_date: '' }
  await act(
    facts,
    alliance.intake,
    { ...none, charge_class: 'felony', charge_other: 'A fence' },
    { personId },
  )
  expect((await known(personId)).charge_class).toBe('felony\nA fence')
  expect(await act(facts, alliance.intake, { charge_class: 'piracy' }, { personId })).toMatchObject({
    status: 422,
  })
  const version = {
    ...{ act: 'version', code: 'a-charge', place, kind: 'excluded_charge_class', effect: 'blocks_posting' },
    ...{
      bondKind: '',
      summary: 'No felony.',
      cap: '',
      bondCount: '',
      periodDays: '',
      validFrom: '2020-01-01',
    },
    ...{ validUntil: '', source: 'A fictional law', readOn: '2026-01-01' },
    ...{ period: '', dueMonth: '', dueDay: '', withinDays: '' },
  }
  const rules = 'admin.rules/route.tsx'
  expect(await act(rules, ada, version, {})).toMatchObject({
    data: { errors: { effect: 'only_figures_block_posting' } },
  })
  expect(
    await act(rules, ada, { ...version, kind: 'litigation', chargeClasses: 'felony' }, {}),
  ).toMatchObject({
    data: { errors: { chargeClasses: 'charge_classes_fit_the_kind' } },
  })
  await act(rules, ada, { ...version, chargeClasses: 'felony' }, {})
  const rule = await db().jurisdictionRule.findFirstOrThrow({ where: { code: 'a-charge' } })
  expect(rule.chargeClasses).toEqual(['felony'])
})

test('in an emergency the record’s page lists its documents, and its address hands one out', async () => {
  const { personId } = await givenPerson(fundId)
  const { documentId } = await givenDocument(alliance.intake, personId)
  const page = 'admin.cases.$personId_.emergency/route.tsx'
  const file = 'admin.cases.$personId_.emergency_.$documentId.ts'
  const params = { personId, documentId }
  const refused = await act(file, ben, {}, params)
  expect(locationOf(refused)).toBe(
    `/admin/cases/${personId}/emergency?refused=emergency_look_stays_in_its_hour`,
  )
  expect(await act(page, ben, { intent: 'documents' }, { personId })).toMatchObject({
    data: { refusal: { code: 'emergency_look_stays_in_its_hour' } },
  })
  await breakBy(ben, personId)
  expect(await act(page, ben, { intent: 'documents' }, { personId })).toMatchObject({
    data: { documents: [{ id: documentId, number: 1 }] },
  })
  const handed = (await act(file, ben, {}, params)) as Response
  expect(handed.headers.get('content-type')).toBe('application/pdf')
  expect(handed.headers.get('cache-control')).toContain('no-store')
  const { loader, action } = await route(file)
  expect(locationOf((await loader(await args(ben, undefined, params))) as Response)).toBe(
    `/admin/cases/${personId}/emergency`,
  )
  for (const [staff, status] of [
    [alliance.intake, 403],
    [stranger, 404],
  ] as const)
    expect((await thrown(action?.(await args(staff, {}, params)) as Promise<unknown>)).status).toBe(status)
})
