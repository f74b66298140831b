import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { pdf, png } from '#tests/domain/documents/given-files.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { nowhere, tablesWithTraces, tracesBesideTables, useCanary } from '#tests/support/canary.ts'
import { hashOf } from '#tests/support/given-disbursement.ts'
import { givenPoster, windowDetails } from '#tests/support/given-posting.ts'
import { givenIntakeTeam, type IntakeTeam } from '#tests/support/given-request.ts'
import type { OfficeBrowser } from '#tests/support/office.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import { asOwner } from '#tests/support/world.ts'

/** What is typed about one person on the way from the first call to the end of the case. */
const planted = {
  name: 'Canaria Quillfeather',
  birth_date: '1987-03-14',
  a_number: 'A999888777',
  phone: '+1 555 018 8442',
  contact: 'Canary Aunt, +1 555 018 8442',
  docket: '26-CANARY-0042',
  booking_number: 'CANARYB-118',
  court: 'Canarybrook Imaginary Court',
  facility: 'Canaryfield Imaginary Jail',
  note: 'Their canary sings at night.',
  attorney_phone: '+1 555 018 8442',
  post_under: 'Quillfeather Freedom Committee',
}
const fileName = 'Canary bail of Quillfeather A999888777.pdf'
const canary = await useCanary(/canar[yi]|quillfeather|999888777|1987-03-14|555 018 8442|5550188442/gi)
const { world, app, browser, found, backedUp, dump, told } = canary

let team: IntakeTeam & { poster: ActingStaff }
let personId = ''
beforeAll(async () => {
  const office = await givenIntakeTeam({ fund: { slug: 'bail' } })
  team = { ...office, poster: await givenPoster(office.fundId) }
  await journey()
  await app.settled()
}, 240_000)

/** From a call at the office to the end of the case, as four people do it with browsers that run no script. */
async function journey(): Promise<void> {
  const intake = await browser(team.intake)
  const approver = await browser(team.approver)
  const treasurer = await browser(team.treasurer)
  const poster = await browser(team.poster)

  const request = await intake.did('/admin/requests/new', {
    ...{ fundId: team.fundId, token: randomUUID(), source: 'telephone', askedBy: 'family', voicemail: 'no' },
    ...{ askerName: 'Canary Aunt', phone: planted.phone, personName: planted.name, place: planted.facility },
    ...{ language: 'Canarian Spanish', personKnows: 'yes' },
  })
  await intake.did(`${request}/step`, { to: 'screening' })
  await intake.did(`${request}/screening`, {
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no', released_if_posted: 'yes' },
    ...{ monitoring_slot: 'no', ride_needed: 'yes' },
  })
  await intake.did(`${request}/step`, { to: 'recommended' })
  await approver.did(`${request}/decision`, { to: 'approved' })
  await intake.did(`${request}/case`, {})
  await Promise.all([intake.see(request), intake.see('/admin/requests'), intake.see('/admin')])
  const caseCode = await caseOf(basename(request))

  await intake.did(`/admin/cases/${personId}/facts`, { ...planted, caseCode })
  const file = new FormData()
  file.set('kind', 'court_receipt')
  file.set('file', new Blob([new Uint8Array(pdf(planted.name))], { type: 'application/pdf' }), fileName)
  expect((await intake.send(`/admin/cases/${personId}/documents`, file)).status).toBe(303)
  const looked = { intent: 'reveal', fields: 'name', reason: 'posting_bond' }
  const revealed = await intake.send(`/admin/cases/${personId}`, new URLSearchParams(looked))
  expect(found(await revealed.text())).toContain('Quillfeather')
  const sought = await intake.send(
    '/admin/cases?index',
    new URLSearchParams({ kind: 'name', plain: planted.name }),
  )
  expect(await sought.text()).toContain(caseCode)
  await intake.see(`/admin/cases/${personId}`)
  await intake.see(`/admin/cases/${personId}/documents`)

  const disbursement = await intake.did('/admin/disbursements/new', {
    ...{ fundId: team.fundId, purposeCode: 'court_bail', caseCode, principal: '1500', fees: '0' },
    ...{ 'payees[0]': 'Larkspur County Clerk', venue: planted.court, evidenceNote: planted.note },
  })
  const contentHash = await hashOf(basename(disbursement))
  await approver.did(`${disbursement}/approval`, { contentHash, ...(await approver.proof()) })
  const posting = `/admin/postings/${basename(disbursement)}`
  await intake.did(`${disbursement}/assignment`, {
    intent: 'assign',
    posterId: team.poster.id,
    ...windowDetails,
  })
  await poster.see(posting)
  await poster.see(`${disbursement}/slip`)
  const slip = await poster.send(`${disbursement}/slip`, new URLSearchParams())
  // The slip itself is where the name is to be read.
  expect(found(await slip.text())).toContain('Quillfeather')
  await poster.did(posting, {
    ...{
      contentHash,
      principal: '1500',
      fees: '0',
      payee: 'Larkspur County Clerk',
      ...(await poster.proof()),
    },
    ...{ method: 'cashiers_check', receiptNumber: 'R-1001' },
  })
  const bond = await bondOf(basename(disbursement))
  await treasurer.did(`${bond}/release`, { outcome: 'released', knownFrom: 'jail' })
  for (const page of [bond, disbursement, '/admin/bonds', `/admin/cases/${personId}`])
    await treasurer.see(page)

  await afterPosting(intake, bond)

  const { post } = visitorTo(app.url)
  const giving = await post('/funds/bail/donate', gift({ token: randomUUID() }))
  const session = giving.headers.get('location')?.split('/').at(-1)
  await app.control.post(`sessions/${session}/pay`)
}

/** What is kept while the case goes on: the paper covered up, the name on it, a day at court, and what the way there cost. */
async function afterPosting(intake: OfficeBrowser, bond: string): Promise<void> {
  const upload = async (
    path: string,
    fields: Record<string, string>,
    file: [field: string, bytes: Uint8Array],
  ) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set(file[0], new Blob([new Uint8Array(file[1])], { type: 'image/png' }), fileName)
    const answer = await intake.send(path, form)
    expect([path, answer.status]).toEqual([path, 303])
  }
  const covered = {
    intent: 'add',
    purpose: 'posting',
    receiptNumber: 'R-1001',
    documentId: '',
    covered: 'on',
  }
  await upload(`${bond}/evidence`, covered, ['file', png()])
  const party = { intent: 'record', role: 'depositor', holder: 'relative', name: planted.name, signedOn: '' }
  await intake.did(`${bond}/parties`, party)
  await intake.did(`${bond}/dates`, {
    ...{ act: 'add', day: '2027-02-03', half: 'morning', hearing: 'plea', knownFrom: 'court_docket' },
    ...{ building: planted.court, room: 'Canary room 4' },
  })
  const ride = { day: '2026-11-02', amount: '29.72', purposeCode: 'ride_home', merchantKind: 'transport' }
  const line = Object.fromEntries(
    Object.entries({ ...ride, receiptNumber: 'N-1' }).map(([name, value]) => [`lines[0].${name}`, value]),
  )
  const claim = { fundId: team.fundId, kind: 'reimbursement', cardLast4: '', ...line }
  await upload('/admin/expenses/new', claim, ['lines[0].file', png()])
  for (const page of [
    bond,
    `${bond}/evidence`,
    `${bond}/parties`,
    `${bond}/dates`,
    '/admin/dates',
    '/admin/expenses',
  ])
    await intake.see(page)
}

const caseOf = (requestId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const request = await tx.helpRequest.findUniqueOrThrow({ where: { id: requestId } })
    personId = request.personId ?? ''
    const { caseCode } = await tx.personCase.findFirstOrThrow({ where: { personId } })
    return caseCode
  })

const bondOf = (disbursementId: string): Promise<string> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { id } = await tx.bond.findFirstOrThrow({ where: { disbursementId } })
    return `/admin/bonds/${id}`
  })

describe('what was typed about a person on their way home', () => {
  test('stands in no row, and the books are in order', async () => {
    expect(await tablesWithTraces(canary)).toEqual([])
    expect(await brokenBooks()).toEqual([])
  })

  test('stands in no log, mail, address, name of a file or main backup, and Stripe was not told', async () => {
    expect(await tracesBesideTables(canary)).toEqual(nowhere)
    // Both were really told of the gift: subject, text and metadata are there to be searched.
    for (const text of (await told()).values()) expect(text).toContain('robin@donor.example')
  })

  test('and what stood there in the clear would be found', async () => {
    await asOwner(world.ownerUrl, null, (owner) =>
      owner.query(
        "insert into rate_limit (key) values ('Quillfeather'), (convert_to('1987-03-14', 'utf8')::text)",
      ),
    )
    const { sealed, open } = await backedUp()
    expect(open).toContain(personId)
    expect(found(open).sort()).toEqual(['1987-03-14', 'Quillfeather'])
    expect(found(sealed)).toEqual([])
    expect(found((await dump()).get('public.rate_limit') ?? '')).toContain('Quillfeather')
  })
})
