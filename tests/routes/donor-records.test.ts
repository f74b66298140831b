import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { openedDonorExport } from '#app/domain/donor-records/opened-donor-export.server.ts'
import { revealAddress } from '#app/domain/gifts/reveal-address.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as donors from '#app/routes/admin.donors._index/route.tsx'
import * as donorPage from '#app/routes/admin.donors.$donorId/route.tsx'
import * as donorExport from '#app/routes/admin.donors.$donorId_.export.tsx'
import * as donorFile from '#app/routes/admin.donors.$donorId_.files.$exportId.ts'
import * as mergePage from '#app/routes/admin.donors.$donorId_.merge/route.tsx'
import { catalogs } from '#app/words/catalogs.ts'
import { messages, staffMessages } from '#emails/messages.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenFund } from '#tests/support/given.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { givenMail } from '#tests/support/given-mail.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { useWorld } from '#tests/support/world.ts'
import { signedIn, visitor } from './visitor.ts'

await useWorld()
let fundId = ''
let elsewhere = ''
let zoe = ''
let other = ''

const at = new Date('2026-03-05T12:00:00Z')
beforeAll(async () => {
  fundId = await givenFund({ slug: 'bail' })
  elsewhere = await givenFund({ slug: 'elsewhere' })
  zoe = await givenDonor({ email: 'zoe@donor.example', name: 'Zoë Anne-Marie O’Brien' })
  other = await givenDonor({ email: 'other@donor.example', name: '=HYPERLINK("x")' })
  await givenCharge({ email: 'zoe@donor.example', parts: [{ fundId, giftCents: 150_00n }], at })
  await givenCharge({ email: 'other@donor.example', parts: [{ fundId: elsewhere, giftCents: 5_00n }], at })
})

async function member(roles: Role[], fund = fundId) {
  const { id } = await givenActor(fund, roles)
  const { code } = await givenTotp(id)
  return { ...(await signedIn(id)), id, code }
}
const of = (donorId: string, search = '') => ({ params: { donorId }, search })
type Listed = { id: string; name: string; email: string; band: string }
type Record_ = {
  timeline: { events: { kind: string; code: string; staff: string | null }[] }
  notes: { id: string; text: string; ended: object | null }[]
  stops: { id: string; topic: string | null; until: string | null }[]
  years: object[]
  email: string
  merged: { mergeId: string }[]
}
const system = <T>(work: Parameters<typeof inTransaction<T>>[1]) =>
  inTransaction({ scope: { kind: 'system' } }, work)

test('who is let in, and to which donors', async () => {
  expect((await visitor().get(donors)).status).toBe(302)
  for (const role of ['intake', 'approver', 'auditor', 'poster'] as const) {
    const { get, post } = await member([role])
    for (const page of [donors, donorPage, mergePage, donorExport])
      expect((await get(page, of(zoe))).status).toBe(403)
    expect((await post(donorPage, { intent: 'reveal', reason: 'donor_called' }, of(zoe))).status).toBe(403)
    expect((await post(donors, { q: 'zoe@donor.example' })).status).toBe(403)
  }
  const stranger = await member(['treasurer'], elsewhere)
  for (const page of [donorPage, mergePage, donorExport]) {
    expect((await stranger.get(page, of(zoe))).status).toBe(404)
    expect((await stranger.post(page, { intent: 'note', text: 'x' }, of(zoe))).status).toBe(404)
    expect((await stranger.get(page, of('x'))).status).toBe(404)
    expect((await stranger.get(page, of(randomUUID()))).status).toBe(404)
  }
  expect(((await stranger.get(donors)).data.rows as Listed[]).map(({ id }) => id)).toEqual([other])
})

test('a donor is found by their whole address, the beginnings of their name, or a receipt', async () => {
  const { get, post } = await member(['treasurer'])
  const { receiptNumber } = await db().payment.findFirstOrThrow({ where: { donorId: zoe } })
  const found = async (q: string) =>
    ((await post(donors, { q })).data as { found: { rows: Listed[] } }).found.rows.map(({ id }) => id)
  for (const q of ['ZOE@donor.example', 'zoe', 'ZOË', 'obri zo', 'ann mar', "o'b", String(receiptNumber)])
    expect([q, await found(q)]).toEqual([q, [zoe]])
  for (const q of [
    'zoe@donor',
    'zoe@',
    "' or 1=1 --",
    '%%',
    'HYPERLINK',
    'other@donor.example',
    '!!',
    "\\':* |",
  ])
    expect([q, await found(q)]).toEqual([q, []])
  expect((await post(donors, { q: 'z' })).status).toBe(422)
  expect((await post(donors, { q: '\u202Ezoe' })).status).toBe(422)
  expect((await post(donors, { q: 'zoe', more: '1' })).status).toBe(422)
  const { rows } = (await get(donors)).data as { rows: Listed[] }
  expect(rows).toMatchObject([{ id: zoe, email: 'z•••@donor.example', band: 'under_500' }])
})

test('lists go on page by page, and a page never shows anyone twice', async () => {
  const { get } = await member(['administrator'])
  await system((tx) =>
    tx.donor.createMany({
      data: Array.from({ length: 65 }, (_, n) => ({ email: `reader${n}@donor.example`, name: '' })),
    }),
  )
  const seen: string[] = []
  let search = ''
  for (let page = 0; page < 4; page++) {
    const { rows, next } = (await get(donors, { search })).data as { rows: Listed[]; next: string | null }
    seen.push(...rows.map(({ id }) => id))
    if (!next) break
    search = `?after=${next}`
  }
  expect([seen.length, new Set(seen).size]).toEqual([66, 66])
  expect((await get(donors, { search: '?after=nonsense' })).status).toBe(200)
})

test('an address is shown with a reason, and who looked is kept', async () => {
  const { get, post, id } = await member(['treasurer'])
  expect((await post(donorPage, { intent: 'reveal', reason: '' }, of(zoe))).status).toBe(422)
  expect((await post(donorPage, { intent: 'reveal', reason: 'curious' }, of(zoe))).status).toBe(422)
  const { data } = await post(donorPage, { intent: 'reveal', reason: 'donor_called' }, of(zoe))
  expect(data.revealed).toBe('zoe@donor.example')
  const { id: paymentId } = await db().payment.findFirstOrThrow({ where: { donorId: zoe } })
  await revealAddress({ staff: { id, fundIds: [fundId] }, paymentId })
  await changeSettings({ donorId: zoe, change: { intent: 'language', language: 'es' } })
  const { record } = (await get(donorPage, of(zoe))).data as { record: Record_ }
  expect(
    JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
  ).not.toContain('zoe@donor.example')
  expect(record.timeline.events.map(({ kind, code }) => [kind, code])).toEqual([
    ['own', 'settings_changed'],
    ['reveal', 'on_gift'],
    ['reveal', 'donor_called'],
    ['gift', 'card'],
  ])
  expect(record.years).toEqual([{ year: 2026, givenCents: 150_00n, backCents: 0n }])
  const audit = await db().auditEvent.findFirstOrThrow({
    where: { actorId: id, action: 'donor.address_revealed', subject: 'donor' },
  })
  expect(audit).toMatchObject({ fundId, subjectId: zoe, detail: { reason: 'donor_called' } })
})

test('notes are kept sealed, ended, and still read; what was typed comes back where it could not be kept', async () => {
  const { get, post } = await member(['administrator'])
  const record = async () => ((await get(donorPage, of(zoe))).data as { record: Record_ }).record
  const long = 'x'.repeat(1001)
  const refused = await post(donorPage, { intent: 'note', text: long }, of(zoe))
  expect([refused.status, (refused.data as { values: { text: string } }).values.text]).toEqual([422, long])
  const text = '=1+1 <b>Prefers letters</b>\r\nCall 512-555-0100'
  expect(await post(donorPage, { intent: 'note', text }, of(zoe))).toMatchObject({ status: 303 })
  const [note] = (await record()).notes
  expect(note?.text).toBe(text)
  const kept = await system((tx) => tx.donorNote.findFirstOrThrow())
  expect(Buffer.from(kept.sealed ?? []).toString('latin1')).not.toContain('Prefers')
  const audit = await db().auditEvent.findFirstOrThrow({ where: { action: 'donor.note_written' } })
  expect(audit.detail).toEqual({ warnings: 1 })
  const end = { intent: 'end_note', noteId: note?.id ?? '', reason: 'done' }
  expect((await post(donorPage, end, of(zoe))).status).toBe(303)
  expect(await post(donorPage, end, of(zoe))).toMatchObject({
    status: 409,
    data: { refusal: { code: 'note_is_ended_once' } },
  })
  expect((await post(donorPage, { ...end, noteId: randomUUID() }, of(zoe))).data).toMatchObject({
    refusal: { code: 'note_unknown' },
  })
  expect((await record()).notes).toMatchObject([{ text, ended: { reason: 'done' } }])
})

test('left alone about a topic or everything, until a day or for good, and written to again', async () => {
  const { get, post } = await member(['treasurer'])
  const stops = async () => ((await get(donorPage, of(zoe))).data as { record: Record_ }).record.stops
  const stop = { intent: 'stop', about: 'impact', reason: 'in_mourning', until: '' }
  const answer = async (form: Record<string, string>) => {
    const { status, data } = await post(donorPage, form, of(zoe))
    return (data as { errors?: object }).errors ?? status
  }
  expect(await answer({ ...stop, until: '2020-02-30' })).toEqual({ until: 'malformed' })
  expect(await answer({ ...stop, until: '2020-02-28' })).toEqual({ until: 'day_is_over' })
  expect(await answer({ ...stop, about: 'receipts' })).toEqual({ about: 'required' })
  expect(await answer({ ...stop, until: '2999-01-01' })).toBe(303)
  expect(await answer({ ...stop, until: '2998-01-01' })).toEqual({ about: 'already_left_alone' })
  expect(await answer({ ...stop, about: 'everything' })).toBe(303)
  expect(await answer({ ...stop, about: 'everything', until: '2999-01-01' })).toEqual({
    about: 'already_left_alone',
  })
  const kept = await stops()
  expect(kept.map(({ topic, until }) => [topic, until])).toEqual([
    [null, null],
    ['impact', '2999-01-01'],
  ])
  const again = (stopId: string) => ({ intent: 'end_stop', stopId, reason: 'donor_asked' })
  for (const { id } of kept) expect(await answer(again(id))).toBe(303)
  expect((await post(donorPage, again(kept[0]?.id ?? ''), of(zoe))).data).toMatchObject({
    refusal: { code: 'contact_stop_is_ended_once' },
  })
  expect((await post(donorPage, again(randomUUID()), of(zoe))).data).toMatchObject({
    refusal: { code: 'stop_unknown' },
  })
  await asOfTime(at, async () => expect(await answer({ ...stop, until: '2026-03-20' })).toBe(303))
  expect(await stops()).toEqual([])
})

test('everything about a donor is a file, for the one who proved it, for a quarter of an hour', async () => {
  const { get, post, code, id } = await member(['administrator'])
  await givenMail({ email: 'zoe@donor.example' })
  const form = { format: 'csv', code: code() }
  expect((await post(donorExport, { format: 'xml', code: '' }, of(zoe))).status).toBe(422)
  expect((await post(donorExport, { format: 'csv', code: '' }, of(zoe))).status).toBe(409)
  const made = await post(donorExport, form, of(zoe))
  expect(made.status).toBe(302)
  const exportId = made.location?.split('made=')[1] ?? ''
  const asked = { params: { donorId: zoe, exportId } }
  expect((await get(donorExport, of(zoe, `?made=${exportId}`))).data.ready).toBe(exportId)
  expect((await get(donorFile, asked)).status).toBe(200)
  const { get: getOther } = await member(['administrator'])
  expect((await getOther(donorFile, asked)).status).toBe(404)
  expect((await get(donorFile, { params: { donorId: other, exportId } })).status).toBe(404)
  const later = new Date(Date.now() + 16 * 60_000)
  const opened = { exportId, donorId: zoe, staff: { id, fundIds: [fundId] } }
  expect(await openedDonorExport(opened)).toMatchObject({ format: 'csv' })
  expect(await asOfTime(later, () => openedDonorExport(opened))).toBeNull()
  expect(
    await db().auditEvent.count({ where: { action: 'donor.exported', subjectId: zoe, outcome: 'done' } }),
  ).toBe(1)
})

test('two records are found, seen side by side, joined with a proof and taken apart', async () => {
  const { get, post, code } = await member(['treasurer'])
  const old = await givenDonor({ email: 'zoe.old@donor.example', name: 'Zoe OBrien' })
  await givenCharge({ email: 'zoe.old@donor.example', parts: [{ fundId, giftCents: 7_00n }], at })
  const found = await post(mergePage, { intent: 'find', q: 'zoe' }, of(zoe))
  expect((found.data.found as Listed[]).map(({ id }) => id)).toEqual([old])
  expect((await get(mergePage, of(zoe, `?with=${old}`))).data.preview).toMatchObject({ merged: { gifts: 1 } })
  for (const wrong of [zoe, other, randomUUID(), 'x'])
    expect((await get(mergePage, of(zoe, `?with=${wrong}`))).data).toMatchObject({
      preview: null,
      isAsked: true,
    })
  const merge = { intent: 'merge', mergedId: old, code: '000000' }
  expect((await post(mergePage, merge, of(zoe))).status).toBe(409)
  expect((await post(mergePage, { ...merge, code: code() }, of(zoe))).location).toBe(`/admin/donors/${zoe}`)
  expect(await get(donorPage, of(old))).toMatchObject({ status: 303, location: `/admin/donors/${zoe}` })
  expect((await post(donorPage, { intent: 'note', text: 'x' }, of(old))).data).toMatchObject({
    refusal: { code: 'donor_is_merged_away' },
  })
  const { record } = (await get(donorPage, of(zoe))).data as { record: Record_ }
  const undo = { intent: 'undo_merge', mergeId: record.merged[0]?.mergeId ?? '' }
  expect((await post(donorPage, { ...undo, code: '000000' }, of(zoe))).status).toBe(409)
  expect((await post(donorPage, { ...undo, code: code(1) }, of(zoe))).location).toBe(`/admin/donors/${zoe}`)
  expect((await get(donorPage, of(old))).status).toBe(200)
})

test('every message to donors has a name in their timeline', () => {
  const staff: ReadonlySet<string> = staffMessages
  const nameless = Object.keys(messages).filter(
    (name) => !staff.has(name) && !(`mail.message.${name}` in (catalogs.en.donors ?? {})),
  )
  expect(nameless).toEqual([])
})
