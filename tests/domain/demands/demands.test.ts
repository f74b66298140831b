import { expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import type { DemandScope } from '#app/domain/demands/demand.ts'
import { CloseDemandForm, OpenDemandForm } from '#app/domain/demands/forms.ts'
import { listDemands } from '#app/domain/demands/list-demands.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const fundId = await givenFund()
const otherId = await givenFund()
const administrator = await givenActor(fundId, ['administrator'])
const elsewhere = await givenActor(otherId, ['administrator'])

const facts = {
  kind: 'warrant',
  receivedOn: '2026-01-10',
  deadlineOn: '2026-01-20',
  counsel: 'Counsel Example',
} as const
const open = (
  scope: DemandScope,
  more: { receivedOn?: string; deadlineOn?: string | null } = {},
  staff = administrator,
) => openDemand({ staff, demand: { ...facts, scope, ...more }, timezone: 'America/Chicago' })

test('a demand is entered, listed by case code, closed once, and both acts are in the audit', async () => {
  const { caseCode } = await givenPerson(fundId)
  const demandId = await open({ kind: 'person', caseCode })
  const listed = () => listDemands({ staff: administrator, fundIds: [fundId] })
  expect(await listed()).toMatchObject([{ id: demandId, caseCode, fundId, closing: null, ...facts }])
  expect(await listDemands({ staff: elsewhere, fundIds: [otherId] })).toEqual([])

  const closing = { staff: administrator, demandId, given: ['books', 'case_facts'] as const }
  const close = (given: ('nothing' | 'books' | 'case_facts')[], staff = administrator) =>
    refusalOf(closeDemand({ staff, demandId, given }))
  expect((await close(['nothing', 'books'])).code).toBe('nothing_given_is_nothing_else')
  expect((await close(['nothing'], elsewhere)).code).toBe('demand_unknown')
  await closeDemand({ ...closing, given: [...closing.given] })
  expect((await close(['nothing'])).code).toBe('demand_is_closed_once')
  expect(await listed()).toMatchObject([{ closing: { given: ['books', 'case_facts'], by: 'administrator' } }])
  const events = await db().auditEvent.findMany({ where: { subject: 'legal_demand', outcome: 'done' } })
  expect(events.map(({ action }) => action).sort()).toEqual(['legal_demand.closed', 'legal_demand.opened'])
})

test('a demand for certain days holds whoever was known within them, and nobody else', async () => {
  const fund = await givenFund()
  const staff = await givenActor(fund, ['administrator'])
  const today = new Date().toISOString().slice(0, 10)
  const { personId } = await givenPerson(fund)
  const holdFor = async (days: { from: string | null; until: string | null }) => {
    const demandId = await open({ kind: 'fund', fundId: fund, days }, {}, staff)
    const [row] = await inTransaction(
      { scope: { kind: 'system' } },
      (tx) => tx.$queryRaw<{ held: boolean }[]>`select person_is_on_hold(${personId}::uuid) as held`,
    )
    await closeDemand({ staff, demandId, given: ['nothing'] })
    return row?.held
  }
  expect(await holdFor({ from: '2020-01-01', until: '2020-12-31' })).toBe(false)
  expect(await holdFor({ from: '2098-01-01', until: null })).toBe(false)
  expect(await holdFor({ from: '2020-01-01', until: null })).toBe(true)
  expect(await holdFor({ from: null, until: '2098-01-01' })).toBe(true)
  expect(await holdFor({ from: '2020-01-01', until: '2098-01-01' })).toBe(true)

  const backwards = open({ kind: 'everything', days: { from: today, until: '2020-01-01' } }, {}, staff)
  expect((await refusalOf(backwards)).code).toBe('demand_days_run_forward')
  await open({ kind: 'fund', fundId: fund, days: { from: '2020-01-01', until: null } }, {}, staff)
  expect((await listDemands({ staff, fundIds: [fund] }))[0]).toMatchObject({
    ...{ scope: 'fund', coversFrom: '2020-01-01', coversUntil: null },
  })
})

test('one fund’s administrator may stop everything, and only those of all funds let it go on', async () => {
  const demandId = await open({ kind: 'everything' })
  expect((await refusalOf(closeDemand({ staff: administrator, demandId, given: ['nothing'] }))).code).toBe(
    'demand_for_everything_is_closed_by_all',
  )
  expect(await listDemands({ staff: elsewhere, fundIds: [otherId] })).toMatchObject([{ id: demandId }])
})

test('an open demand waits until the end of its last day, for those who manage demands where it holds', async () => {
  const fund = await givenFund()
  const staff = await givenActor(fund, ['administrator'])
  const intake = await givenActor(fund, ['intake'])
  const waits = async (actor: typeof staff, role: 'administrator' | 'intake', of = fund) => {
    const items = await waitingForMe({
      staff: { ...actor, language: 'en', roles: [{ fundId: of, role }] },
    })
    return items.filter(({ act }) => act === 'see_to_demand')
  }
  const everywhere = await waits(staff, 'administrator')
  const { caseCode } = await givenPerson(fund)
  const ofPerson = await open({ kind: 'person', caseCode }, {}, staff)
  const ofFund = await open({ kind: 'fund', fundId: fund }, { deadlineOn: null }, staff)
  const own = (await waits(staff, 'administrator')).filter(
    ({ to }) => !everywhere.some((before) => before.to === to),
  )
  expect(own).toMatchObject([
    {
      ...{ to: `/admin/demands#${ofPerson}`, fundId: fund, caseCode, amountCents: null },
      // Midnight in Chicago, in winter.
      ...{ since: new Date('2026-01-10T06:00:00Z'), dueAt: new Date('2026-01-21T06:00:00Z') },
    },
    {
      ...{ to: `/admin/demands#${ofFund}`, fundId: fund, caseCode: null },
      ...{ since: new Date('2026-01-10T06:00:00Z'), dueAt: null },
    },
  ])
  expect(await waits(intake, 'intake')).toEqual([])
  const ofOthers = (await waits(elsewhere, 'administrator', otherId)).map(({ to }) => to)
  expect(ofOthers).not.toContain(`/admin/demands#${ofPerson}`)

  for (const demandId of [ofPerson, ofFund]) await closeDemand({ staff, demandId, given: ['nothing'] })
  expect(await waits(staff, 'administrator')).toEqual(everywhere)

  const ofAll = await open({ kind: 'everything' }, {}, staff)
  for (const [actor, of] of [[staff, fund] as const, [elsewhere, otherId] as const])
    expect(await waits(actor, 'administrator', of)).toContainEqual(
      expect.objectContaining({ to: `/admin/demands#${ofAll}`, fundId: of, caseCode: null }),
    )
})

test('refused: another fund, a stranger’s case, days that cannot be', async () => {
  const intake = await givenActor(fundId, ['intake'])
  const other = await givenPerson(otherId)
  const code = async (act: Promise<unknown>) => (await refusalOf(act)).code
  expect(await code(open({ kind: 'fund', fundId }, {}, intake))).toBe('role_may_not')
  expect(await code(open({ kind: 'fund', fundId: otherId }))).toBe('role_may_not')
  expect(await code(open({ kind: 'person', caseCode: other.caseCode }))).toBe('person_unknown')
  expect(await code(open({ kind: 'fund', fundId }, { receivedOn: '2999-01-01' }))).toBe('received_lies_ahead')
  expect(await code(open({ kind: 'fund', fundId }, { deadlineOn: '2026-01-09' }))).toBe(
    'demand_deadline_follows_receipt',
  )
})

test('the forms read days, scopes and lists, and nothing else', () => {
  const sent = { intent: 'open', kind: 'warrant', receivedOn: '2026-01-10', counsel: ' Counsel Example ' }
  expect(OpenDemandForm.parse({ ...sent, covers: `fund:${fundId}`, caseCode: '', deadlineOn: '' })).toEqual({
    ...{ kind: 'warrant', receivedOn: '2026-01-10', counsel: 'Counsel Example', deadlineOn: null },
    scope: { kind: 'fund', fundId },
  })
  expect(OpenDemandForm.parse({ ...sent, covers: 'person', caseCode: 'acde-2345' }).scope).toEqual({
    kind: 'person',
    caseCode: 'ACDE-2345',
  })
  for (const wrong of [
    { covers: 'person', caseCode: '' },
    { covers: 'fund:x' },
    { covers: 'everything', receivedOn: '2026-02-30' },
    { covers: 'everything', receivedOn: '' },
    { covers: 'everything', counsel: ' ' },
  ])
    expect(OpenDemandForm.safeParse({ ...sent, ...wrong }).success).toBe(false)
  const close = (given?: string | string[]) =>
    CloseDemandForm.safeParse({ intent: 'close', demandId: fundId, ...(given ? { given } : {}) })
  expect(close('books').data?.given).toEqual(['books'])
  expect(close(['books', 'mail']).data?.given).toEqual(['books', 'mail'])
  expect(close().error?.issues[0]?.message).toBe('given_missing')
  expect(close('advice').success).toBe(false)
})

test('days go with a demand for more than one person, and run forward', () => {
  const sent = { intent: 'open', kind: 'warrant', receivedOn: '2026-01-10', counsel: 'Counsel Example' }
  const days = { coversFrom: '2026-01-01', coversUntil: '2026-01-31' }
  const said = (more: Record<string, string>) =>
    OpenDemandForm.safeParse({ ...sent, ...days, ...more }).error?.issues.map(({ message }) => message)
  expect(OpenDemandForm.parse({ ...sent, ...days, covers: 'everything' }).scope).toEqual({
    kind: 'everything',
    days: { from: '2026-01-01', until: '2026-01-31' },
  })
  expect(said({ covers: 'person', caseCode: 'ACDE-2345' })).toEqual(['demand_days_are_of_many'])
  expect(said({ covers: 'everything', coversUntil: '2025-12-31' })).toEqual(['demand_days_run_forward'])
})
