import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { takeBack } from '#app/domain/imports/take-back.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as listRoute from '#app/routes/admin.imports._index/route.tsx'
import * as batchRoute from '#app/routes/admin.imports.$batchId/route.tsx'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { csvOf, giftsOf, givenBroughtIn, kindsOf, undo } from '#tests/support/given-import.ts'
import { args, code, keepCookie, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let elsewhere: Team
beforeAll(async () => {
  team = await givenTeam()
  elsewhere = await givenTeam()
  for (const staff of [team.treasurer, team.intake, elsewhere.treasurer]) await signIn(staff)
})

type Answer = {
  data: { values: Record<string, string>; errors: Record<string, string>; refusal: { code: string } | null }
  init: { status: number }
}

async function upload(
  staff: ActingStaff,
  fields: Record<string, string>,
  file?: string | Uint8Array<ArrayBuffer>,
) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (file !== undefined) form.set('file', new Blob([file]), 'Ana Example.csv')
  const of = await args(staff)
  const headers = { Cookie: of.request.headers.get('Cookie') ?? '' }
  const request = new Request('http://localhost:3000/admin/imports?index', {
    method: 'POST',
    headers,
    body: form,
  })
  return (await listRoute.action({ ...of, request })) as unknown as Answer & Response
}

const fields = () => ({ layout: 'donorbox', fundId: team.fundId, dayOrder: 'month_first' })
const page = async (staff: ActingStaff, batchId: string, search = '') =>
  batchRoute.loader(await args(staff, undefined, { batchId }, search))
const press = async (staff: ActingStaff, batchId: string, form: Record<string, string>) =>
  (await batchRoute.action(await args(staff, form, { batchId }))) as unknown as Answer & Response

test('a bad upload comes back with what was chosen, and leaves nothing', async () => {
  const good = csvOf([{}])
  for (const [over, file, errors] of [
    [{}, undefined, { file: 'file_missing' }],
    [{}, '', { file: 'file_missing' }],
    [{}, Buffer.from('504b0304aa', 'hex'), { file: 'import_is_a_spreadsheet' }],
    [{ layout: '' }, good, { layout: 'required' }],
    [{ fundId: 'x' }, good, { fundId: 'malformed' }],
    [{ more: '1' }, good, { more: 'unknown_field' }],
  ] as [Record<string, string>, string | undefined, object][]) {
    const sent = { ...fields(), ...over }
    const answer = await upload(team.treasurer, sent, file)
    expect([answer.init.status, answer.data.errors, answer.data.values]).toEqual([422, errors, sent])
  }
  const foreign = await upload(team.treasurer, { ...fields(), fundId: elsewhere.fundId }, good)
  expect([foreign.init.status, foreign.data.refusal?.code]).toEqual([409, 'role_may_not'])
  expect((await thrown(upload(team.intake, fields(), good))).status).toBe(403)
  expect((await thrown(args(team.treasurer, { a: 'b' }).then((of) => listRoute.action(of)))).status).toBe(415)
  const left = await inTransaction({ scope: { kind: 'system' } }, async (tx) => [
    await tx.importChunk.count(),
    await tx.importBatch.count(),
  ])
  expect(left).toEqual([0, 0])
})

test('a file is uploaded, looked through, brought in and undone; nobody else sees it', async () => {
  const { treasurer } = team
  const file = csvOf([{ email: 'ana@donor.example' }, { email: '', name: 'Nobody' }, { amount: '1e3' }])
  const answer = await upload(treasurer, fields(), file)
  const batchId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
  expect((await page(treasurer, batchId)).page.stage).toBe('reading')
  await readImport({ batchId })
  for (const staff of [elsewhere.treasurer]) {
    expect((await thrown(page(staff, batchId))).status).toBe(404)
    expect((await thrown(press(staff, batchId, { intent: 'cancel' }))).status).toBe(404)
  }
  expect((await thrown(page(team.intake, batchId))).status).toBe(403)

  const shown = (await page(treasurer, batchId)).page
  expect(shown.counts).toEqual({
    ...{
      rows: 3,
      taken: 1,
      cents: 25_00n,
      undecided: 2,
      left: 0,
      faulty: 1,
      newDonors: 1,
      knownDonors: 0,
      optIns: 0,
    },
  })
  expect(shown.waiting).toEqual([
    { why: 'problem', count: 1, takeable: 0, known: 0 },
    { why: 'no_email', count: 1, takeable: 1, known: 0 },
  ])
  expect(shown.rows.lines.map(({ line }) => line)).toEqual([3, 4])
  expect((await page(treasurer, batchId, '?show=all')).page.rows.lines).toHaveLength(3)

  for (const [form, errors] of [
    [{ intent: 'decide', line: '3', decision: 'guess' }, { decision: 'malformed' }],
    [{ intent: 'decide_all', why: 'boredom', decision: 'skip', count: '1' }, { why: 'malformed' }],
    [{ intent: 'start', total: '1e3', rows: '1', cents: '2500' }, { total: 'amount_not_a_number' }],
    [{ intent: 'burn' }, { intent: 'malformed' }],
  ] as [Record<string, string>, object][]) {
    const back = await press(treasurer, batchId, form)
    expect([back.init.status, back.data.errors, back.data.values]).toEqual([422, errors, form])
  }
  const wrong = { intent: 'decide', line: '3', decision: 'same_donor', email: 'who@donor.example' }
  const refused = await press(treasurer, batchId, wrong)
  expect([refused.init.status, refused.data.errors, refused.data.values]).toEqual([
    ...[409, { email: 'import_donor_unknown' }, wrong],
  ])
  for (const why of ['problem', 'no_email'])
    expect(
      (await press(treasurer, batchId, { intent: 'decide_all', why, decision: 'skip', count: '1' })).status,
    ).toBe(303)

  const confirmed = { intent: 'start', rows: '1', cents: '2500' }
  const unproved = await press(treasurer, batchId, { ...confirmed, total: '25.00' })
  expect([unproved.init.status, Object.keys(unproved.data.errors)]).toEqual([409, ['code']])
  const started = await press(treasurer, batchId, { ...confirmed, total: '25.00', code: code(treasurer) })
  expect(started.status).toBe(302)
  keepCookie(treasurer, started)
  expect((await page(treasurer, batchId)).page.stage).toBe('running')
  await bringIn({ batchId })
  const undo = (await page(treasurer, batchId, '?undo=1')).page.undo
  expect(undo).toMatchObject({ gifts: 1, cents: 25_00n, donors: 1, donorsStaying: [] })
  const undone = await press(treasurer, batchId, { intent: 'undo', code: code(treasurer, 1) })
  expect(undone.status).toBe(302)
  keepCookie(treasurer, undone)
  await takeBack({ batchId })
  expect(await kindsOf(batchId)).toEqual(['read', 'started', 'committed', 'undo_started', 'undone'])
  expect((await giftsOf(batchId)).map(({ donor }) => donor.name)).toEqual([''])
  expect((await listRoute.loader(await args(treasurer))).batches.map(({ stage }) => stage)).toEqual([
    'undone',
  ])
})

test('columns are chosen from the file’s own, and a batch is called off', async () => {
  const { treasurer } = team
  const answer = await upload(treasurer, { ...fields(), layout: 'own' }, 'Who;When;What\nAna;2019-01-01;5\n')
  const batchId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
  const { headers } = (await page(treasurer, batchId)).page
  expect(headers).toEqual([
    { name: 'Who', examples: ['Ana'] },
    { name: 'When', examples: ['2019-01-01'] },
    { name: 'What', examples: ['5'] },
  ])
  const back = await press(treasurer, batchId, { intent: 'map', name: '', 'columns.amount': 'What' })
  expect([back.init.status, back.data.errors]).toEqual([
    422,
    { 'columns.date': 'required', 'columns.email': 'required' },
  ])
  const chosen = { 'columns.amount': 'What', 'columns.date': 'When', 'columns.name': 'Who' }
  expect((await press(treasurer, batchId, { intent: 'map', name: '', ...chosen })).status).toBe(303)
  expect((await press(treasurer, batchId, { intent: 'cancel' })).status).toBe(303)
  expect((await page(treasurer, batchId)).page.stage).toBe('cancelled')
  await readImport({ batchId })
  expect(await kindsOf(batchId)).toEqual(['cancelled'])
})

test('rows of one status are decided by a form that names it, also where the file says nothing', async () => {
  const { treasurer } = team
  const file = 'Who;When;What;State\nAna;2019-01-01;5;Failed\nBo;2019-01-02;6;\n'
  const answer = await upload(treasurer, { ...fields(), layout: 'own' }, file)
  const batchId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
  const columns = { 'columns.amount': 'What', 'columns.date': 'When', 'columns.name': 'Who' }
  await press(treasurer, batchId, { intent: 'map', name: '', ...columns, 'columns.status': 'State' })
  await readImport({ batchId })
  const skip = { intent: 'decide_all', why: 'status_unclear', decision: 'skip', count: '1' }
  const long = await press(treasurer, batchId, { ...skip, status: 'x'.repeat(81) })
  expect([long.init.status, long.data.errors]).toEqual([422, { status: 'too_long' }])
  expect((await press(treasurer, batchId, { ...skip, status: '' })).status).toBe(303)
  expect((await page(treasurer, batchId)).page.waiting).toEqual([
    { why: 'no_email', count: 1, takeable: 0, known: 0 },
    { why: 'status_unclear', status: 'Failed', count: 1, takeable: 1, known: 0 },
  ])
})

test('a gigabyte is refused before a byte of it is read', async () => {
  const of = await args(team.treasurer)
  let read = 0
  const body = new ReadableStream(
    {
      pull(controller) {
        read += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    },
    { highWaterMark: 0 },
  )
  const headers = {
    Cookie: of.request.headers.get('Cookie') ?? '',
    'Content-Type': 'multipart/form-data; boundary=x',
    'Content-Length': String(1024 ** 3),
  }
  const request = new Request('http://localhost:3000/admin/imports?index', {
    ...{ method: 'POST', headers, body, duplex: 'half' },
  } as RequestInit)
  const answer = (await listRoute.action({ ...of, request })) as unknown as Answer
  expect([answer.init.status, answer.data.errors, read]).toEqual([422, { file: 'import_too_large' }, 0])
})

test('the fund of each campaign is chosen on the page, and what is no choice comes back', async () => {
  const { treasurer } = team
  const file = 'Donor Email,Campaign,Amount,Donated At,Receipt Id\na@donor.example,Spring,5.00,2019-01-01,1\n'
  const answer = await upload(treasurer, { ...fields(), layout: 'recognized' }, file)
  const batchId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
  await readImport({ batchId })
  const shown = (await page(treasurer, batchId)).page
  expect([shown.layout, shown.counts.undecided]).toEqual(['donorbox', 1])
  const [spring] = shown.campaigns
  expect(spring).toMatchObject({ name: 'Spring', rows: 1, cents: 5_00n, chosen: '', isKnown: false })
  const choose = (chosen: Record<string, string>) =>
    press(treasurer, batchId, { intent: 'campaigns', ...chosen })
  const name = `campaigns.c${spring?.token}`
  for (const [form, errors] of [
    [{ [name]: '' }, { campaigns: 'required' }],
    [{ [name]: 'guess' }, { [name]: 'malformed' }],
    [{ 'campaigns.x': team.fundId }, { 'campaigns.x': 'malformed' }],
  ] as [Record<string, string>, object][]) {
    const back = await choose(form)
    expect([back.init.status, back.data.errors]).toEqual([422, errors])
  }
  const foreign = await choose({ [name]: elsewhere.fundId })
  expect([foreign.init.status, foreign.data.refusal?.code]).toEqual([409, 'role_may_not'])
  expect((await choose({ [name]: team.fundId })).status).toBe(303)
  expect((await page(treasurer, batchId)).page.counts).toMatchObject({ taken: 1, undecided: 0 })
})

test('after the undoing the page says who stayed and why, and links only to donors whom its reader may open', async () => {
  const { treasurer, fundId } = team
  const file = csvOf([
    { email: 'bea@donor.example', name: 'Bea' },
    { email: 'cal@donor.example', name: 'Cal' },
  ])
  const batchId = await givenBroughtIn({ staff: treasurer, fundId, file })
  expect((await page(treasurer, batchId)).page.stayed).toBeNull()
  const { id: donorId } = await db().donor.findUniqueOrThrow({ where: { email: 'bea@donor.example' } })
  await db().donorSignInLink.create({ data: { tokenHash: 'bea', donorId, expiresAt: new Date() } })
  await undo({ staff: treasurer, batchId })
  expect((await page(treasurer, batchId)).page.stayed).toEqual({
    count: 1,
    donors: [
      {
        ...{ donorId, isKnown: true, email: 'b•••@donor.example', name: null },
        ...{ because: ['donor_sign_in_link'], lines: [] },
      },
    ],
    next: null,
  })
  expect((await page(treasurer, batchId, `?stayed=${donorId}`)).page.stayed?.donors).toEqual([])
  expect((await page(treasurer, batchId, '?stayed=guess')).page.stayed?.donors).toHaveLength(1)
})

test('a list of donors is looked through without sums, and started without a control total', async () => {
  const { treasurer, fundId } = elsewhere
  const file = 'Name,Email,"Number of donations"\nYan List,yan@donor.example,1'
  const answer = await upload(treasurer, { ...fields(), fundId, layout: 'givewp_donors' }, file)
  const batchId = (answer.headers.get('Location') ?? '').split('/').at(-1) ?? ''
  await readImport({ batchId })
  expect((await page(treasurer, batchId)).page).toMatchObject({
    ...{ isDonorList: true, stage: 'preview', months: [], waiting: [] },
    counts: { rows: 1, taken: 1, cents: 0n, newDonors: 1 },
  })
  const guess = { intent: 'decide', line: '2', decision: 'known:nobody' }
  expect((await press(treasurer, batchId, guess)).data.errors).toEqual({ decision: 'malformed' })
  const shown = { intent: 'start', rows: '1', cents: '0' }
  expect((await press(treasurer, batchId, shown)).data.errors).toHaveProperty('code')
  const started = await press(treasurer, batchId, { ...shown, code: code(treasurer) })
  expect(started.status).toBe(302)
  keepCookie(treasurer, started)
  await bringIn({ batchId })
  expect((await page(treasurer, batchId)).page).toMatchObject({
    ...{ stage: 'in', events: [{ kind: 'read' }, { kind: 'started' }, { rows: 1, cents: 0n, donors: 1 }] },
  })
})
