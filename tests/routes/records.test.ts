import { beforeAll, expect, test } from 'vitest'
import { wholeAudit } from '#app/domain/audit/audit-filter.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import * as audit from '#app/routes/admin.audit._index/route.tsx'
import * as chain from '#app/routes/admin.audit.chain/route.tsx'
import * as exporting from '#app/routes/admin.audit.export.tsx'
import * as file from '#app/routes/admin.audit.files.$exportId.ts'
import * as incidents from '#app/routes/admin.incidents/route.tsx'
import * as caseRecord from '#app/routes/admin.records.cases.$caseCode.tsx'
import * as fundRecord from '#app/routes/admin.records.funds.$fundId/route.tsx'
import * as staffRecord from '#app/routes/admin.records.staff.$staffId.tsx'
import * as samples from '#app/routes/admin.samples._index/route.tsx'
import * as sample from '#app/routes/admin.samples.$sampleId/route.tsx'
import { givenMoneyBack, givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { caseOf, givenHeldPart, givenPaidOut } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import { sealed } from '#tests/support/sealed.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()

let team: Team
let other: Team
let caseCode: string
const codes = new Map<string, () => string>()
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  other = await givenTeam()
  const bondId = await givenSomeoneHome(team, { principal: 800_00n })
  await givenMoneyBack(team, bondId, { received: 700_00n, kept: 100_00n })
  const bond = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findUniqueOrThrow({ where: { id: bondId } }),
  )
  caseCode = bond.caseCode
  await sealed()
})

async function browserOf(id: string) {
  codes.set(id, (await givenTotp(id)).code)
  return signedIn(id)
}
const member = async (roles: Role[], fundId = team.fundId) => browserOf((await givenActor(fundId, roles)).id)

test('strangers sign in first, and each page is open to its roles', async () => {
  const params = { caseCode, fundId: team.fundId, staffId: team.intake.id, exportId: crypto.randomUUID() }
  const pages = { chain, exporting, file, incidents, caseRecord, fundRecord, staffRecord, samples }
  const treasurer = await member(['treasurer'])
  const nobody = await member([])
  const open: string[] = []
  for (const [name, page] of Object.entries(pages)) {
    expect([name, (await visitor().get(page, { params })).status]).toEqual([name, 302])
    expect([name, (await nobody.get(page, { params })).status]).toEqual([name, 403])
    if ((await treasurer.get(page, { params })).status === 200) open.push(name)
  }
  expect(open).toEqual(['incidents', 'caseRecord', 'samples'])
})

test('a case, a fund and a person tell what happened; of other funds nothing', async () => {
  const auditor = await member(['auditor'])
  const got = async (page: typeof caseRecord, params: Record<string, string>) => auditor.get(page, { params })
  const { data } = await got(caseRecord, { caseCode })
  const { record } = data as unknown as { record: { moments: { kind: string }[]; transfers: unknown[] } }
  const kinds = new Set(record.moments.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['approval', 'bond', 'disbursement', 'payment', 'return'])
  expect(record.transfers).toMatchObject([
    { debit: 'bond_deposit', credit: 'bank', amountCents: 800_00n },
    { debit: 'refund_due', credit: 'bond_deposit', amountCents: 800_00n },
    { debit: 'bank', credit: 'refund_due', amountCents: 700_00n },
    { debit: 'withheld', credit: 'refund_due', amountCents: 100_00n },
  ])
  const fund = await auditor.get(fundRecord, { params: { fundId: team.fundId } })
  expect(fund.data).toMatchObject({ record: { slug: 'bail', approvals: { count: 1, people: 1 } } })
  const person = await auditor.get(staffRecord, { params: { staffId: team.approver.id } })
  expect(person.data).toMatchObject({ record: { name: 'approver', roles: [{ role: 'approver', to: null }] } })

  const stranger = await member(['auditor'], other.fundId)
  for (const [page, params] of [
    [caseRecord, { caseCode }],
    [fundRecord, { fundId: team.fundId }],
    [staffRecord, { staffId: team.approver.id }],
    [caseRecord, { caseCode: 'nobody' }],
    [fundRecord, { fundId: '1' }],
  ] as const)
    expect((await stranger.get(page, { params })).status).toBe(404)
})

test('a family’s money stands in the record of its case, and in the audit of that case', async () => {
  const disbursementId = await givenProposal(team)
  const code = await caseOf(disbursementId)
  const agreementId = await givenHeldPart(team, { caseCode: code, amount: 400_00n })
  await givenPaidOut(team, agreementId, 400_00n)
  const auditor = await member(['auditor'])
  const { data } = await auditor.get(caseRecord, { params: { caseCode: code } })
  const { record } = data as unknown as {
    record: { moments: { kind: string; code: string }[]; transfers: { debit: string; amountCents: bigint }[] }
  }
  const steps = record.moments.filter(({ kind }) => kind === 'family').map((moment) => moment.code)
  expect(steps).toEqual(['unable', 'signed', 'received', 'payout_proposed', 'payout_approved', 'paid_out'])
  expect(record.transfers).toMatchObject([
    { debit: 'bank', credit: 'copay_held', amountCents: 400_00n },
    { debit: 'copay_held', credit: 'bank', amountCents: 400_00n },
  ])
  const found = await auditor.get(audit, { search: `?case=${code}` })
  const { rows } = found.data as unknown as { rows: { action: string }[] }
  expect(rows.map(({ action }) => action).filter((action) => action.startsWith('copay.'))).toEqual([
    'copay.paid_out',
    'copay.payout_approved',
    'copay.payout_proposed',
    'copay.received',
    'copay.signed',
    'copay.offered',
  ])
})

test('an original that was opened is a look, as a field that was shown is', async () => {
  const { personId, caseCode: code } = await givenPerson(team.fundId)
  await givenProposal(team, { caseCode: code })
  const { documentId } = await givenDocument(team.intake, personId)
  const looker = await givenActor(team.fundId, ['intake'])
  const looked = { staff: looker, personId, reason: 'posting_bond' } as const
  await reveal({ ...looked, caseCode: code, fields: ['name'] })
  await openDocument({ ...looked, documentId })
  const auditor = await member(['auditor'])
  const { data } = await auditor.get(staffRecord, { params: { staffId: looker.id } })
  expect(data).toMatchObject({ record: { counts: { acts: 2, refused: 0, looks: 2 } } })
})

test('the chain is checked from the page', async () => {
  const auditor = await member(['auditor'])
  expect((await auditor.get(chain, { search: '?from=x' })).data).toMatchObject({ checked: null })
  expect((await auditor.get(chain, { search: '?from=1' })).data).toMatchObject({ checked: { broken: null } })
})

test('an export needs a proof of presence, and is its maker’s alone', async () => {
  const maker = await givenActor(team.fundId, ['auditor'])
  const auditor = await browserOf(maker.id)
  expect((await auditor.get(exporting)).data).toMatchObject({ filter: wholeAudit })
  expect(await auditor.post(exporting, { format: 'xml', code: '' })).toMatchObject({ status: 422 })
  expect(await auditor.post(exporting, { format: 'csv', code: '' })).toMatchObject({
    ...{ status: 409, data: { values: { format: 'csv' }, errors: { code: 'step_up_missing' } } },
  })
  const made = await auditor.post(exporting, { format: 'csv', code: codes.get(maker.id)?.() ?? '' })
  expect(made.status).toBe(302)
  const exportId = new URL(made.location ?? '', 'http://x').searchParams.get('made') ?? ''
  expect((await auditor.get(file, { params: { exportId } })).status).toBe(200)
  expect((await (await member(['auditor'])).get(file, { params: { exportId } })).status).toBe(404)
})

test('raised by one press, lifted by two, and never for another fund', async () => {
  const first = await member(['intake'])
  const second = await member(['approver'])
  const raise = { intent: 'raise', fundId: team.fundId, reason: 'press_or_court' }
  expect(await first.post(incidents, { ...raise, reason: '' })).toMatchObject({
    ...{ status: 422, data: { values: { fundId: team.fundId } } },
  })
  expect((await first.post(incidents, { ...raise, fundId: other.fundId })).status).toBe(404)
  expect((await first.post(incidents, raise)).status).toBe(303)
  expect(await first.post(incidents, raise)).toMatchObject({
    ...{ status: 409, data: { refusal: { code: 'one_incident_at_a_time' } } },
  })
  const { data } = await first.get(incidents)
  const page = data as unknown as { incidents: { id: string; mayDo: string }[] }
  const incidentId = page.incidents[0]?.id ?? ''
  const stranger = await member(['approver'], other.fundId)
  expect((await stranger.post(incidents, { intent: 'lift', incidentId })).status).toBe(404)
  await first.post(incidents, { intent: 'lift', incidentId })
  expect(await first.post(incidents, { intent: 'confirm', incidentId })).toMatchObject({ status: 409 })
  expect((await second.get(incidents)).data).toMatchObject({ incidents: [{ mayDo: 'confirm' }] })
  expect((await second.post(incidents, { intent: 'confirm', incidentId })).status).toBe(303)
})

test('a sample is drawn, shown with a proof, and told of', async () => {
  const auditor = await member(['auditor'])
  const wanted = { fundId: team.fundId, from: '2020-01-01', to: '2099-01-01', wanted: '5' }
  expect(await auditor.post(samples, { ...wanted, wanted: '0' })).toMatchObject({
    ...{ status: 422, data: { values: { from: '2020-01-01' }, errors: { wanted: 'sample_size' } } },
  })
  expect((await auditor.post(samples, { ...wanted, fundId: other.fundId })).status).toBe(404)
  const sampleId = (await auditor.post(samples, wanted)).location?.split('/').at(-1) ?? ''
  const params = { sampleId }
  const find = { intent: 'find', position: '1', result: 'seen', reason: '' }
  expect(await auditor.post(sample, find, { params })).toMatchObject({
    ...{ status: 409, data: { refusal: { code: 'two_people_show_the_original' } } },
  })
  for (const { id } of [team.intake, team.approver]) {
    const browser = await browserOf(id)
    expect(
      await browser.post(sample, { intent: 'show', positions: '1', code: '' }, { params }),
    ).toMatchObject({
      ...{ status: 409, data: { errors: { code: 'step_up_missing' } } },
    })
    const shown = { intent: 'show', positions: '1', code: codes.get(id)?.() ?? '' }
    expect((await browser.post(sample, shown, { params })).status).toBe(302)
  }
  expect((await auditor.post(sample, find, { params })).status).toBe(303)
  expect((await auditor.get(sample, { params })).data).toMatchObject({
    sample: { lines: [{ finding: { result: 'seen' }, shownBy: ['intake', 'approver'] }] },
  })
  const stranger = await member(['auditor'], other.fundId)
  expect((await stranger.get(sample, { params })).status).toBe(404)
  expect((await stranger.post(sample, find, { params })).status).toBe(404)
})
