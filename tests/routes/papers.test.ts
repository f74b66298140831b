import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { inTransaction } from '#app/platform/db.ts'
import { gps, jpeg, pdf, png } from '#tests/domain/documents/given-files.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { useApp } from '#tests/support/app.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDocument, givenPersonOf } from '#tests/support/given-papers.ts'
import { today } from '#tests/support/given-remittance.ts'
import { errorBeside } from '#tests/support/visitor.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn } from './visitor.ts'

const written = (day: string) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))

const world = await useWorld()
const app = await useApp(world)

let team: Team
let other: Team
let bondId: string
let personId: string
beforeAll(async () => {
  team = await givenTeam({ bank: 90_000_00n, fund: { slug: 'bail' } })
  other = await givenTeam({ fund: { slug: 'elsewhere' } })
  bondId = (await givenPostedBond(team)).bondId
  personId = await givenPersonOf(team, bondId)
})

const cookies = new Map<string, string>()

/** Someone with a browser that runs no script. A `Buffer` is sent as a file that lies about what it is. */
async function browser(staff: ActingStaff) {
  if (!cookies.has(staff.id)) {
    await givenTotp(staff.id)
    cookies.set(staff.id, (await signedIn(staff.id)).cookie())
  }
  const headers = {
    cookie: cookies.get(staff.id) ?? '',
    origin: app.url,
    'sec-fetch-site': 'same-origin',
  }
  const send = (path: string, body: FormData | URLSearchParams) =>
    fetch(app.url + path, { method: 'POST', redirect: 'manual', headers, body })
  return {
    read: (path: string) => fetch(app.url + path, { redirect: 'manual', headers }),
    see: async (path: string) =>
      (await (await fetch(app.url + path, { headers })).text()).replaceAll('<!-- -->', ''),
    post: (path: string, form: Record<string, string>) => send(path, new URLSearchParams(form)),
    upload: (path: string, form: Record<string, string>, file?: Buffer, name = 'Rosa Quill bail.pdf') => {
      const body = new FormData()
      for (const [field, value] of Object.entries(form)) body.set(field, value)
      if (file) body.set('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), name)
      return send(path, body)
    },
  }
}

const stored = () =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => tx.personDocument.count({ where: { personId } }))

describe('documents', () => {
  const list = () => `/admin/cases/${personId}/documents`

  test('one is added, asked for with a reason, and saved as a file that can do nothing here', async () => {
    const { upload, see, post, read } = await browser(team.intake)
    const added = await upload(list(), { kind: 'court_receipt' }, jpeg({ extra: [gps] }))
    expect([added.status, added.headers.get('location')]).toEqual([303, list()])
    const html = await see(list())
    expect(html).toContain('No. 1: Court receipt')
    expect(html).toContain('JPEG picture')
    expect(html).not.toContain('Rosa Quill')
    const { id } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.personDocument.findFirstOrThrow({ where: { personId }, select: { id: true } }),
    )
    const file = `${list()}/${id}`
    expect((await read(file)).status).toBe(302)
    const unasked = await post(file, { reason: '' })
    expect(unasked.headers.get('location')).toBe(`${list()}?refused=reason_missing`)
    expect(await see(`${list()}?refused=reason_missing`)).toContain('Choose why you need to see it.')
    expect(await see(`${list()}?refused=<script>`)).not.toContain('&lt;script&gt;')

    const answer = await post(file, { reason: 'correction' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toMatch(/(?:^|, )sandbox; default-src 'none'/)
    expect(answer.headers.get('x-content-type-options')).toContain('nosniff')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="document-1.jpg"')
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.equals(jpeg())).toBe(true)

    const administrator = await browser(await givenActor(team.fundId, ['administrator']))
    expect((await administrator.post(file, { reason: 'correction' })).headers.get('location')).toBe(
      `${list()}?refused=role_may_not`,
    )
    const stranger = await browser(other.intake)
    expect((await stranger.post(file, { reason: 'correction' })).status).toBe(404)
    expect((await stranger.read(list())).status).toBe(404)
    expect((await stranger.upload(list(), { kind: 'other' }, pdf())).status).toBe(404)
  })

  test('a lie about the type, and no file at all, come back with the reason; nothing is stored', async () => {
    const { upload } = await browser(team.intake)
    const before = await stored()
    const lie = await upload(list(), { kind: 'letter' }, Buffer.from('<html><script>alert(1)</script>'))
    expect(lie.status).toBe(409)
    const back = await lie.text()
    expect(errorBeside(back, 'file')).toMatch(/^This is no PDF, JPEG or PNG/)
    expect(back).toMatch(/<option[^>]*value="letter"[^>]*selected/)
    const none = await upload(list(), { kind: '' })
    expect(none.status).toBe(422)
    const unsaid = await none.text()
    expect([errorBeside(unsaid, 'file'), errorBeside(unsaid, 'kind')]).toEqual([
      'Choose a file.',
      'This is needed.',
    ])
    const bomb = await upload(list(), { kind: 'other' }, png({ width: 100_000, height: 100_000 }))
    expect(errorBeside(await bomb.text(), 'file')).toMatch(/too many pixels/)
    const large = await upload(list(), { kind: 'other' }, Buffer.concat([pdf(), Buffer.alloc(10 * 2 ** 20)]))
    expect(errorBeside(await large.text(), 'file')).toMatch(/larger than 10 MB/)
    expect(await stored()).toBe(before)
  })

  test('fifty megabytes are refused by what they say, without being taken into memory', async () => {
    const { upload } = await browser(team.intake)
    const before = await stored()
    const most = () =>
      Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${app.pidOf('web')}/status`, 'utf8'))?.[1])
    const memory = most()
    const film = Buffer.alloc(50 * 2 ** 20)
    for (const path of [list(), `/admin/bonds/${bondId}/evidence`]) {
      const answer = await upload(path, { kind: 'other' }, film)
      expect(answer.status).toBe(413)
      expect(await answer.text()).toMatch(/larger than 10 MB. Nothing was stored/)
    }
    expect(most() - memory).toBeLessThan(30_000)
    expect(await stored()).toBe(before)
    const elsewhere = await upload('/admin/mailbox', {}, Buffer.alloc(300 * 1024))
    expect(elsewhere.status).toBe(413)
  })
})

describe('a bond’s papers', () => {
  test('a covered copy is added, judged by another, and shown to the auditor', async () => {
    const intake = await browser(team.intake)
    const auditor = await browser(await givenActor(team.fundId, ['auditor']))
    const path = `/admin/bonds/${bondId}/evidence`
    const typed = { intent: 'add', purpose: 'posting', receiptNumber: 'R-88', documentId: '' }
    const uncovered = await intake.upload(path, typed, png())
    expect(uncovered.status).toBe(422)
    const back = await uncovered.text()
    expect(errorBeside(back, 'covered')).toBe('Tick this to say that you mean it.')
    expect(back).toContain('value="R-88"')
    expect((await intake.upload(path, { ...typed, covered: 'on' }, pdf())).status).toBe(409)
    expect((await intake.upload(path, { ...typed, covered: 'on' }, png())).status).toBe(303)

    const waiting = await auditor.see(`/admin/bonds/${bondId}`)
    expect(waiting).toContain('Waits for a second person')
    const [evidence] = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.bondEvidence.findMany({ where: { bondId } }),
    )
    const file = `${path}/${evidence?.id}`
    expect((await auditor.read(file)).status).toBe(404)
    const approver = await browser(team.approver)
    expect(await approver.see(path)).toContain(`href="${file}"`)
    const judged = { intent: 'review', evidenceId: evidence?.id ?? '', clean: 'yes' }
    expect((await intake.post(path, judged)).status).toBe(409)
    expect((await approver.post(path, judged)).status).toBe(303)
    const answer = await auditor.read(file)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect((await (await browser(other.intake)).read(file)).status).toBe(404)
  })

  test('papers, names and what is missing', async () => {
    const { see, post } = await browser(team.intake)
    expect(await see(`/admin/bonds/${bondId}`)).toMatch(/Court receipt<\/span><span[^>]*>Missing/)
    const { documentId } = await givenDocument(team.intake, personId)
    const papers = `/admin/bonds/${bondId}/papers`
    const form = { paper: 'court_receipt', standing: 'original', happenedOn: today(), documentId }
    const ahead = await post(papers, { ...form, happenedOn: '2099-01-01' })
    expect(ahead.status).toBe(409)
    expect(errorBeside(await ahead.text(), 'happenedOn')).toBe('This day is in the future.')
    expect((await post(papers, { ...form, happenedOn: 'soon' })).status).toBe(422)
    expect((await post(papers, form)).headers.get('location')).toBe(`/admin/bonds/${bondId}`)
    expect(await see(`/admin/bonds/${bondId}`)).toContain(`Original in hand, ${written(today())}`)

    const parties = `/admin/bonds/${bondId}/parties`
    const named = { intent: 'record', role: 'depositor', holder: 'relative', name: 'Marigold Quill' }
    expect((await post(parties, { ...named, holder: 'court' })).status).toBe(409)
    expect((await post(parties, named)).status).toBe(303)
    const bond = await see(`/admin/bonds/${bondId}`)
    expect(bond).toContain('A relative or friend')
    expect(bond).not.toContain('Marigold')
    expect((await post(parties, { intent: 'reveal', reason: '' })).status).toBe(422)
    const seen = await post(parties, { intent: 'reveal', reason: 'correction' })
    expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await seen.text()).toContain('<bdi>Marigold Quill</bdi>')
  })
})

test('the mailbox and the change of address, by those who may', async () => {
  const administrator = await givenActor(team.fundId, ['administrator'])
  const { see, post } = await browser(administrator)
  const intake = await browser(team.intake)
  const box = { intent: 'set', fundId: team.fundId, address: 'P.O. Box 12', firstReader: team.intake.id }
  const two = { ...box, otherReader: team.treasurer.id }
  expect(await see('/admin/mailbox')).toContain('No mailbox is named for this fund yet.')
  expect((await post('/admin/mailbox', { ...two, address: '' })).status).toBe(422)
  expect((await post('/admin/mailbox', { ...two, fundId: other.fundId })).status).toBe(404)
  expect((await intake.post('/admin/mailbox', two)).status).toBe(409)
  const alone = await post('/admin/mailbox', { ...box, otherReader: '' })
  expect([alone.status, errorBeside(await alone.text(), `otherReader-${team.fundId}`)]).toEqual([
    422,
    'This is needed.',
  ])
  const same = await post('/admin/mailbox', { ...box, otherReader: team.intake.id })
  expect([same.status, errorBeside(await same.text(), `otherReader-${team.fundId}`)]).toEqual([
    409,
    'The two readers are two people.',
  ])
  expect((await post('/admin/mailbox', two)).status).toBe(303)
  expect(await see('/admin/mailbox')).not.toContain('Fewer than two readers')
  const check = { intent: 'check', fundId: team.fundId, courtLetters: 'two', iceLetters: '0' }
  const unread = await intake.post('/admin/mailbox', check)
  expect(errorBeside(await unread.text(), `courtLetters-${team.fundId}`)).toMatch(/could not read/)
  expect((await intake.post('/admin/mailbox', { ...check, courtLetters: '2' })).status).toBe(303)
  expect(await see('/admin/mailbox')).toContain('Opened: 2 letters of courts, none of ICE')

  expect(await see('/admin/address-change')).toContain('We have not moved')
  const moved = { intent: 'change', address: '2 Mill Lane, Larkspur', effectiveOn: '2026-01-15' }
  expect((await intake.post('/admin/address-change', moved)).status).toBe(409)
  expect((await post('/admin/address-change', moved)).status).toBe(303)
  expect(await see('/admin/address-change')).toContain('1 bond is left.')
  const [change] = await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.addressChange.findMany())
  const told = { intent: 'notice', changeId: change?.id ?? '', venueOf: bondId, way: 'by_mail' }
  const none = await intake.post('/admin/address-change', { ...told, notifiedOn: today() })
  expect([none.status, (await none.text()).includes('Tick the bonds that this was about.')]).toEqual([
    422,
    true,
  ])
  const all = { ...told, notifiedOn: today(), bondIds: bondId }
  expect((await (await browser(other.intake)).post('/admin/address-change', all)).status).toBe(409)
  expect((await intake.post('/admin/address-change', all)).status).toBe(303)
  expect(await see('/admin/address-change')).toContain('Everyone was told.')
  const auditor = await browser(await givenActor(team.fundId, ['auditor']))
  expect((await auditor.post('/admin/address-change', all)).status).toBe(403)
  expect((await auditor.post('/admin/mailbox', check)).status).toBe(403)
})
