import { basename } from 'node:path'
import { expect } from 'vitest'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import type { App } from '#tests/support/app.ts'
import { csvOf, givenBankAccount, plainLayout } from '#tests/support/given-bank.ts'
import { confirmBy, drawChecked, givenEnvelope, onSaturday } from '#tests/support/given-envelope.ts'
import type { IntakeTeam } from '#tests/support/given-request.ts'
import { family, type Office, refuses, rowOf } from './rooms.ts'

const words = `${family.signer} ${family.phone}`

/** A night's bond, drawn at the window with a court and a payee that name the family, confirmed by day. */
export async function nightIsDrawn(team: IntakeTeam): Promise<void> {
  const envelopeId = await givenEnvelope(team)
  await onSaturday(async () => {
    const bond = {
      ...{ kind: 'court_bail' as const, venue: family.court, payee: 'Clerk of Thistlebrook' },
      ...{ principal: cents(1_000_00n), fees: cents(0n), caseCode: undefined },
    }
    const asked = { staff: team.intake, envelopeId, bond, familyPart: cents(0n) }
    const { caseCode, contentHash } = await checkDraw(asked)
    const drawn = {
      bond: { ...bond, caseCode },
      contentHash,
      method: 'cash' as const,
      from: undefined,
      exposure: undefined,
    }
    const untold = { family: undefined, occurredAt: undefined }
    const { disbursementId } = await drawChecked(team.intake, envelopeId, { ...drawn, ...untold })
    await confirmBy(team.treasurer, disbursementId)
  })
}

/** Demands with a hold, a record opened in an emergency, an auditor's sample: reasons and findings are codes. */
export async function othersAsk(office: Office, of: { personId: string; caseCode: string }): Promise<void> {
  const { administrator, auditor, intake, approver } = office
  const demand = {
    intent: 'open',
    kind: 'subpoena',
    covers: 'person',
    receivedOn: '2026-01-05',
    deadlineOn: '',
  }
  const ofCase = { ...demand, counsel: 'Clara Counsel', caseCode: of.caseCode }
  await refuses(administrator, '/admin/demands', { ...ofCase, caseCode: family.name })
  await refuses(administrator, '/admin/demands', { ...ofCase, note: words })
  await administrator.did('/admin/demands', ofCase)
  const { id: demandId } = await rowOf((tx) => tx.legalDemand.findFirstOrThrow())
  await refuses(administrator, '/admin/demands', { intent: 'close', demandId, given: words })
  await administrator.did('/admin/demands', { intent: 'close', demandId, given: 'nothing' })

  const record = `/admin/cases/${of.personId}/emergency`
  await refuses(administrator, record, { intent: 'open', reason: words, ...(await administrator.proof()) })
  await administrator.did(record, { intent: 'open', reason: 'medical', ...(await administrator.proof()) })
  const looked = await administrator.send(record, new URLSearchParams({ intent: 'look', fields: 'name' }))
  expect(await looked.text()).toContain('Thistlewood')
  const { id: glassId } = await rowOf((tx) => tx.breakGlass.findFirstOrThrow())
  await refuses(approver, '/admin/emergencies', { glassId, finding: 'justified', note: words })
  await approver.did('/admin/emergencies', { glassId, finding: 'justified', note: 'told_the_board' })

  const drawn = {
    fundId: office.fundId,
    from: '2026-01-01',
    to: dayOf(new Date(), 'America/Chicago'),
    wanted: '5',
  }
  await refuses(auditor, '/admin/samples', { ...drawn, from: words })
  const sample = await auditor.did('/admin/samples', drawn)
  const finding = { intent: 'find', position: '1', result: 'differs' }
  await refuses(auditor, sample, { ...finding, reason: words })
  await approver.did(sample, { intent: 'show', positions: '1', ...(await approver.proof()) })
  await intake.did(sample, { intent: 'show', positions: '1', ...(await intake.proof()) })
  await auditor.did(sample, { ...finding, reason: 'other' })
  for (const page of ['/admin/demands', '/admin/emergencies', sample]) await administrator.see(page)
}

/** What a bank and a court write: lines that name whoever paid, a court's name, a list with names in it. */
export async function othersPay(office: Office, team: IntakeTeam): Promise<void> {
  const { administrator, approver, treasurer } = office
  const accountId = await givenBankAccount({ staff: team.treasurer })
  const upload = new FormData()
  const statement = csvOf([['2026-01-05', `ZELLE FROM ${words}`.toUpperCase(), '12.34']])
  upload.set('intent', 'upload')
  upload.set('file', new Blob([new Uint8Array(statement)], { type: 'text/csv' }), `${family.name}.csv`)
  const taken = await treasurer.send(`/admin/reconciliation/${accountId}`, upload)
  const statementId = basename(taken.headers.get('location') ?? '')
  await setLayout({ staff: team.treasurer, statementId, layout: plainLayout })
  await importStatement({ staff: team.treasurer, statementId })
  expect(await treasurer.see(`/admin/reconciliation/${accountId}`)).toContain('PLUMWHISTLE')

  const check = { payer: 'court', payerName: family.court, total: '500', receivedOn: '2026-01-05' }
  for (const reference of [family.name, family.docket, family.a_number, family.phone])
    await refuses(approver, '/admin/remittances/new', { ...check, fundIds: office.fundId, reference })
  const remittance = await approver.did('/admin/remittances/new', {
    ...{ ...check, fundIds: office.fundId, reference: 'Treasury 88-2001' },
  })
  await refuses(approver, remittance, {
    intent: 'paste',
    rows: `${family.name} 500.00\n${family.docket} 12.00`,
  })
  await refuses(approver, remittance, {
    intent: 'add',
    bond: family.docket,
    received: '500',
    interest: '',
    kept: '',
  })
  for (const page of [remittance, '/admin/remittances']) await administrator.see(page)
}

/** A hearing moved, missed dates of their calls, and the calendar that a person of staff reads at home. */
export async function daysAtCourt({ intake }: Office, bond: string, app: App): Promise<void> {
  const dates = `${bond}/dates`
  const hearing = {
    act: 'add',
    day: '2030-02-04',
    half: 'morning',
    hearing: 'plea',
    knownFrom: 'court_docket',
  }
  await intake.did(dates, { ...hearing, building: family.court, room: 'Thistle room 4' })
  const { id: dateId } = await rowOf((tx) => tx.courtDate.findFirstOrThrow())
  const change = { act: 'change', dateId, change: 'moved', knownFrom: 'lawyer', day: '2030-03-05' }
  await refuses(intake, dates, { ...change, half: words, hearing: 'plea', building: family.court, room: '' })
  await intake.did(dates, {
    ...{ ...change, half: 'afternoon', hearing: 'plea', building: family.court, room: words },
  })
  const contact = { act: 'contact', wantsCalls: 'yes', voicemail: 'no' }
  await refuses(intake, dates, { ...contact, language: words })
  await intake.did(dates, { ...contact, language: 'other', languageName: words })
  expect((await fetch(`${app.url}/calendar/${'a'.repeat(43)}.ics`)).status).toBe(404)
}
