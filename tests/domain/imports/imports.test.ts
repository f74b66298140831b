import { beforeAll, describe, expect, test } from 'vitest'
import { eraseDonor } from '#app/domain/donor-area/erasure/erase-donor.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { cancelImport } from '#app/domain/imports/cancel-import.server.ts'
import { decideRow, decideRows } from '#app/domain/imports/decide-rows.server.ts'
import { forgetImports } from '#app/domain/imports/forget-imports.server.ts'
import { takeBack } from '#app/domain/imports/take-back.server.ts'
import { undoPreview } from '#app/domain/imports/undo-preview.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import {
  csvOf,
  eventsOf,
  giftsOf,
  givenBroughtIn,
  givenImport,
  givenUpload,
  kindsOf,
  rowsOf,
  start,
  undo,
} from '#tests/support/given-import.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let fundId: string
let staff: Team['treasurer']
let elsewhere: Team
beforeAll(async () => {
  team = await givenTeam()
  elsewhere = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

const system = { scope: { kind: 'system' } } as const
const donorBy = (email: string) => db().donor.findUnique({ where: { email } })
const linesOf = (donorId: string) =>
  inTransaction(
    system,
    (tx) => tx.$queryRaw<{ cents: bigint; stands: boolean }[]>`
      select amount_cents as cents, stands from donor_gift_line where donor_id = ${donorId}::uuid order by given_at`,
  )

describe('bringing in', () => {
  test('nothing is decided silently: what is found is shown with why, and each is decided', async () => {
    await givenDonor({ email: 'gil@donor.example', name: 'Gil Other' })
    await givenBroughtIn({
      ...{ staff, fundId },
      file: csvOf([
        { email: 'hal@donor.example', name: 'Hal', id: 'ch_known', receipt: 'R-7', on: '2019-01-01' },
      ]),
    })
    const file = csvOf([
      { email: 'ida@donor.example', name: 'Ida' },
      { email: 'hal@donor.example', name: 'Hal', id: 'ch_known' },
      { email: 'hal@donor.example', name: 'Hal', receipt: 'R-7' },
      { email: 'hal@donor.example', name: 'Hal', on: '2019-01-01' },
      { email: 'ida@donor.example', name: 'Ida' },
      { email: 'gil@donor.example', name: 'Gil' },
      { email: '', name: '' },
      { amount: '-5' },
    ])
    const batchId = await givenImport({ staff, fundId, file })
    const whys = (await rowsOf(batchId)).map(({ line, findings }) => [
      line,
      (findings as { why: string; kind: string }[]).map(({ why, kind }) => `${why} ${kind}`),
    ])
    expect(whys).toEqual([
      [2, []],
      [3, ['same_id imported']],
      [4, ['same_day row', 'same_receipt imported']],
      [5, ['same_day imported']],
      [6, ['same_day row']],
      [7, ['other_name donor']],
      [8, ['no_email ']],
      [9, []],
    ])
    expect(await refusalOf(start({ staff, batchId }))).toMatchObject({
      code: 'every_row_is_decided',
      params: { count: 7 },
    })
    const decide = (line: number, decision: 'take' | 'skip' | 'same_gift' | 'same_donor', email?: string) =>
      decideRow({ staff, batchId, line, decision, email })
    expect(await whyRefused(decide(3, 'take'))).toBe('gift_is_already_here')
    expect(await whyRefused(decide(8, 'take'))).toBe('row_needs_a_donor')
    expect(await whyRefused(decide(9, 'take'))).toBe('faulty_row_is_never_taken')
    expect(await whyRefused(decide(99, 'skip'))).toBe('row_unknown')
    expect(await whyRefused(decide(8, 'same_donor', 'who@donor.example'))).toBe('import_donor_unknown')
    // Whether another fund knows an address is not told.
    const foreign = csvOf([{ email: 'ivy@donor.example', name: 'Ivy Elsewhere' }])
    await givenBroughtIn({ staff: elsewhere.treasurer, fundId: elsewhere.fundId, file: foreign })
    expect(await whyRefused(decide(8, 'same_donor', 'ivy@donor.example'))).toBe('import_donor_unknown')
    await decide(3, 'same_gift')
    await decide(8, 'same_donor', 'gil@donor.example')
    const many = (why: 'same_day' | 'problem' | 'same_receipt', decision: 'take' | 'skip', count: number) =>
      decideRows({ staff, batchId, why, decision, count })
    expect(await whyRefused(many('same_day', 'skip', 4))).toBe('rows_changed')
    expect(await whyRefused(many('problem', 'take', 1))).toBe('decision_does_not_fit')
    await many('same_receipt', 'skip', 1)
    await many('same_day', 'take', 2)
    await many('problem', 'skip', 1)
    await decide(7, 'take')
    expect(await whyRefused(start({ staff, batchId, total: 1n }))).toBe('control_total_differs')
    await start({ staff, batchId })
    expect(await whyRefused(decide(7, 'skip'))).toBe('import_is_elsewhere')
    await bringIn({ batchId })
    await bringIn({ batchId })
    expect((await giftsOf(batchId)).map(({ line, donor }) => [line, donor.email])).toEqual([
      [2, 'ida@donor.example'],
      [5, 'hal@donor.example'],
      [6, 'ida@donor.example'],
      [7, 'gil@donor.example'],
      [8, 'gil@donor.example'],
    ])
    expect(await rowsOf(batchId)).toEqual([])
    expect((await donorBy('gil@donor.example'))?.name).toBe('Gil Other')
    expect(await brokenBooks()).toEqual([])
  })

  test('a gift is history: on statements, without a receipt, and consent only where the file says so', async () => {
    const batchId = await givenBroughtIn({
      ...{ staff, fundId },
      file: csvOf([
        { email: 'jo@donor.example', on: '2019-12-30', opt: 'yes', receipt: 'OLD-1' },
        { email: 'kim@donor.example', on: '2019-12-30', opt: 'no' },
      ]),
    })
    const [jo, kim] = await Promise.all(['jo@donor.example', 'kim@donor.example'].map(donorBy))
    if (!jo || !kim) throw new Error('no donors')
    expect(await linesOf(jo.id)).toEqual([{ cents: 25_00n, stands: true }])
    const consents = await db().donorConsent.findMany({ where: { donorId: { in: [jo.id, kim.id] } } })
    expect(consents.map(({ donorId, topic, source }) => [donorId, topic, source])).toEqual([
      [jo.id, 'news', `import:${batchId}`],
    ])
    expect(await db().mail.count({ where: { donorId: { in: [jo.id, kim.id] } } })).toBe(0)
    const period = { from: '2019-01-01', to: '2019-12-31' }
    const statement = await issueStatement({ donorId: jo.id, period, timezone: 'UTC' })
    expect(statement?.givenCents).toBe(25_00n)
    expect(await historyOfDonor({ donorId: jo.id, language: 'en' })).toMatchObject([
      { cents: 25_00n, receiptNumber: 'OLD-1' },
    ])

    // What a donor holds on paper stays; everything else of the batch goes.
    expect(await undoPreview({ batchId })).toEqual({
      ...{ gifts: 1, cents: 25_00n, staying: { count: 1, lines: [2] }, donors: 1 },
      donorsStaying: [{ usedIn: 'annual_statement', count: 1 }],
    })
    await undo({ staff, batchId })
    expect((await giftsOf(batchId)).map(({ importedGiftEnd }) => importedGiftEnd !== null)).toEqual([
      false,
      true,
    ])
    expect(await db().donorConsent.count({ where: { donorId: jo.id, endedAt: null } })).toBe(0)
    expect((await donorBy('jo@donor.example'))?.id).toBe(jo.id)
    expect(await donorBy('kim@donor.example')).toBeNull()
    expect(await brokenBooks()).toEqual([])
  })

  test('fifty starts at once are one, and a call-off during the run leaves nothing', async () => {
    const batchId = await givenImport({ staff, fundId, file: csvOf([{ email: 'lee@donor.example' }]) })
    expect(await fifty(() => start({ staff, batchId }))).toBe(1)
    expect(await kindsOf(batchId)).toEqual(['read', 'started'])
    expect(await whyRefused(cancelImport({ staff: elsewhere.treasurer, batchId }))).toBe('import_unknown')
    await Promise.all([bringIn({ batchId }), cancelImport({ staff, batchId }).catch(() => undefined)])
    const ended = (await kindsOf(batchId)).at(-1)
    expect(['committed', 'cancelled']).toContain(ended)
    expect(await giftsOf(batchId)).toHaveLength(ended === 'committed' ? 1 : 0)
    expect(await rowsOf(batchId)).toEqual([])
    expect(await whyRefused(cancelImport({ staff, batchId }))).toBe('import_ends_once')

    const other = await givenImport({ staff, fundId, file: csvOf([{ email: 'mo@donor.example' }]) })
    await start({ staff, batchId: other })
    await cancelImport({ staff, batchId: other })
    await bringIn({ batchId: other })
    expect([await giftsOf(other), await donorBy('mo@donor.example')]).toEqual([[], null])
  })

  test('what is found only when it comes in stops it, and two files with one gift bring it once', async () => {
    const file = csvOf([{ email: 'nan@donor.example', id: 'ch_twice' }])
    const [one, two] = [
      await givenImport({ staff, fundId, file }),
      await givenImport({ staff, fundId, file }),
    ]
    for (const batchId of [one, two]) await start({ staff, batchId })
    await bringIn({ batchId: one })
    await bringIn({ batchId: two })
    expect((await eventsOf(two)).map(({ kind, reason }) => `${kind} ${reason}`.trim())).toEqual([
      'read',
      'started',
      'stopped import_has_new_findings',
    ])
    const [row] = await rowsOf(two)
    expect([row?.undecided, (row?.findings as { why: string }[] | undefined)?.map(({ why }) => why)]).toEqual(
      [true, ['same_day', 'same_id']],
    )
    await decideRow({ staff, batchId: two, line: 2, decision: 'same_gift' })
    expect(await whyRefused(start({ staff, batchId: two }))).toBe('nothing_is_taken')
    const roles = [{ fundId, role: 'treasurer' as const }]
    const waits = await waitingForMe({ staff: { ...staff, roles, language: 'en' } })
    expect(waits.map(({ act, to }) => `${act} ${to}`)).toContain(`look_at_import /admin/imports/${two}`)
  })

  test('whoever was erased is not made anew, neither by a new file nor by one that was read before', async () => {
    const donorId = await givenDonor({ email: 'oda@donor.example' })
    const read = await givenImport({
      staff,
      fundId,
      file: csvOf([{ email: 'oda@donor.example', name: 'Robin Example' }]),
    })
    await start({ staff, batchId: read })
    await eraseDonor({ donorId })
    await bringIn({ batchId: read })
    expect((await kindsOf(read)).at(-1)).toBe('stopped')
    const fresh = await givenImport({
      staff,
      fundId,
      file: csvOf([{ email: 'ODA@donor.example', name: 'Oda' }]),
    })
    for (const batchId of [read, fresh]) {
      const [row] = await rowsOf(batchId)
      expect([row?.email, row?.name, row?.problems]).toEqual([
        '',
        '',
        [{ column: 0, code: 'address_was_erased' }],
      ])
      expect(await whyRefused(decideRow({ staff, batchId, line: 2, decision: 'take' }))).toBe(
        'faulty_row_is_never_taken',
      )
    }
  })

  test('who may not is refused, and another fund’s batch is not there', async () => {
    const approver = await givenActor(fundId, ['approver'])
    const batchId = await givenImport({ staff, fundId, file: csvOf([{ email: 'pia@donor.example' }]) })
    expect(await whyRefused(start({ staff: approver, batchId }))).toBe('role_may_not')
    expect(await whyRefused(start({ staff: elsewhere.treasurer, batchId }))).toBe('import_unknown')
    expect(await whyRefused(decideRow({ staff: approver, batchId, line: 2, decision: 'skip' }))).toBe(
      'role_may_not',
    )
    expect(await whyRefused(undo({ staff, batchId }))).toBe('import_is_elsewhere')
    expect(await whyRefused(givenUpload({ staff: approver, fundId, file: csvOf([{}]) }))).toBe('role_may_not')
  })

  test('the night leaves alone what has not waited for a fortnight', async () => {
    const batchId = await givenImport({ staff, fundId, file: csvOf([{ email: 'quin@donor.example' }]) })
    await forgetImports()
    expect(await kindsOf(batchId)).toEqual(['read'])
  })
})

describe('undoing', () => {
  test('who has something else since stays; a corrected file may name the others again', async () => {
    const file = csvOf([{ email: 'ray@donor.example' }, { email: 'sol@donor.example', name: 'Sol' }])
    const batchId = await givenBroughtIn({ staff, fundId, file })
    const ray = await donorBy('ray@donor.example')
    if (!ray) throw new Error('no donor')
    await db().donorSignInLink.create({
      data: { tokenHash: 'x', donorId: ray.id, expiresAt: new Date() },
    })
    await undo({ staff, batchId })
    await takeBack({ batchId })
    expect((await kindsOf(batchId)).slice(-2)).toEqual(['undo_started', 'undone'])
    expect(await linesOf(ray.id)).toEqual([{ cents: 25_00n, stands: false }])
    expect([(await donorBy('ray@donor.example'))?.erasedAt, await donorBy('sol@donor.example')]).toEqual([
      null,
      null,
    ])
    const again = await givenBroughtIn({ staff, fundId, file })
    expect((await giftsOf(again)).map(({ donor }) => donor.email)).toEqual([
      'ray@donor.example',
      'sol@donor.example',
    ])
    expect(await whyRefused(undo({ staff, batchId }))).toBe('import_is_elsewhere')
    expect(await brokenBooks()).toEqual([])
  })
})
