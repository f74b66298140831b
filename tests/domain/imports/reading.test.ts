import { beforeAll, describe, expect, test } from 'vitest'
import { addImport } from '#app/domain/imports/add-import.server.ts'
import { keepFile } from '#app/domain/imports/keep-file.server.ts'
import { mapColumns } from '#app/domain/imports/map-columns.server.ts'
import { readImport } from '#app/domain/imports/read-file.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import {
  csvOf,
  eventsOf,
  fixture,
  givenImport,
  givenUpload,
  inPieces,
  kindsOf,
  rowsOf,
} from '#tests/support/given-import.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { until } from '#tests/support/until.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let fundId: string
let staff: Team['treasurer']
beforeAll(async () => {
  team = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

const system = { scope: { kind: 'system' } } as const
describe('layouts', () => {
  const read = async (layout: string, file: string) => {
    const batchId = await givenImport({ staff, fundId, layout, file: await fixture(file) })
    const rows = await rowsOf(batchId)
    const said = rows.map((row) =>
      [
        row.line,
        row.email,
        row.name,
        Number(row.amountCents),
        row.givenOn?.toISOString().slice(0, 10),
        row.externalId,
        row.receiptNumber,
        ...(row.problems as { column: number; code: string }[]).map(
          ({ column, code }) => `${column} ${code}`,
        ),
        ...(row.findings as { why: string }[]).map(({ why }) => why),
      ].join(' | '),
    )
    return said.join('\n')
  }

  test('each is read as its maker writes it', async () => {
    expect(await read('stripe', 'stripe.csv')).toMatchInlineSnapshot(`
      "2 | ana@donor.example | Ana Example | 2500 | 2019-03-02 | ch_Fiction001 | 
      3 | bo@donor.example | Bo Sample | 2500 | 2019-03-02 | ch_Fiction002 |  | campaign_unknown | partly_refunded
      4 | cy@donor.example | Cy Sample | 0 | 2019-03-31 | ch_Fiction003 |  | 4 amount_refunded | 10 not_paid
      5 | cy@donor.example | Cy Sample | 1000 | 2019-03-31 | pi_Fiction004 |  | 10 not_paid
      6 | cy@donor.example | Cy Sample | 1100 | 2019-03-31 | pi_Fiction005 |  | 13 gift_disputed
      7 | cy@donor.example | Cy Sample | 1200 | 2019-03-31 | ch_Fiction006 |  | 9 gift_in_test_mode"
    `)
    expect(await read('givewp', 'givewp.csv')).toMatchInlineSnapshot(`
      "2 | ana@donor.example | Ana Example | 125000 | 2019-01-05 |  | 97 | campaign_unknown
      3 |  | Dee Sample | 3000 | 2019-05-31 |  | 98 | campaign_unknown | no_email
      5 | dee@donor.example | Dee Sample | 3000 | 2019-06-01 |  | 99 | 5 not_paid"
    `)
    expect(await read('donorbox', 'donorbox.csv')).toMatchInlineSnapshot(`
      "2 | ana@donor.example | Ana Example | 6000 | 2019-07-04 | ch_Fiction050 | 5001 | campaign_unknown
      3 | eli@donor.example | Eli Sample | 2000 | 2019-11-30 | PC-51 | 5002 | campaign_unknown
      4 | eli@donor.example | Eli Sample | 2000 | 2019-12-01 | ch_Fiction052 | 5003 | 23 not_paid"
    `)
    expect(await read('actblue', 'actblue.csv')).toMatchInlineSnapshot(`
      "2 | fay@donor.example | Fay Example | 1500 | 2019-09-09 | 900001 | AB1001 | campaign_unknown
      3 | fay@donor.example | Fay Example | 1500 | 2019-10-09 | 900002 | AB1002 | campaign_unknown
      4 | fay@donor.example | Fay Example | 1500 | 2019-11-09 | 900003 | AB1003 | 14 amount_refunded"
    `)
  })

  test('columns of one’s own are chosen, kept under a name, and used again', async () => {
    const file = await fixture('own-windows-1252.csv')
    const batchId = await givenUpload({ staff, fundId, layout: 'own', file })
    await readImport({ batchId })
    expect(await kindsOf(batchId)).toEqual([])
    const columns = { last_name: 'Nachname', amount: 'Betrag', date: 'Tag', email: 'E-Mail', fund: 'Kasse' }
    const map = (over: object) =>
      mapColumns({ staff, batchId, columns: { ...columns, ...over }, name: 'Old box' })
    expect(await refusalOf(map({ name: 'Tag' }))).toMatchObject({ code: 'column_chosen_twice' })
    await map({})
    expect(await refusalOf(map({}))).toMatchObject({ code: 'import_is_elsewhere' })
    await readImport({ batchId })
    // Chosen month first: the twenty-fourth month is no date, the other is read as it was said.
    expect((await rowsOf(batchId)).map(({ name, givenOn, problems }) => [name, givenOn, problems])).toEqual([
      ['Müller', null, [{ column: 3, code: 'date_malformed' }]],
      ['García', new Date('2018-01-02'), []],
    ])
    const [saved] = await inTransaction(system, (tx) => tx.importMapping.findMany())
    const kept = await keepFile(inPieces(file))
    if (typeof kept === 'string' || !saved) throw new Error('not kept')
    const again = await addImport({ staff, fundId, layout: saved.id, dayOrder: 'day_first', file: kept })
    await readImport({ batchId: again })
    expect((await rowsOf(again)).map(({ name, givenOn }) => [name, givenOn])).toEqual([
      ['Müller', new Date('2018-12-24')],
      ['García', new Date('2018-02-01')],
    ])
    const other = await keepFile(inPieces(file))
    if (typeof other === 'string') throw new Error(other)
    const unknown = addImport({ staff, fundId, layout: fundId, dayOrder: 'day_first', file: other })
    expect(await refusalOf(unknown)).toMatchObject({ code: 'mapping_unknown' })
  })

  test('a file that is none is refused as a whole, with its place', async () => {
    const broken = async (file: string | Uint8Array, layout = 'donorbox') => {
      const batchId = await givenImport({ staff, fundId, layout, file })
      expect(await rowsOf(batchId)).toEqual([])
      expect(await db().$transaction((tx) => tx.importChunk.count({ where: { batchId } }))).toBe(0)
      const [event] = await eventsOf(batchId)
      return [event?.kind, event?.reason, event?.line, event?.columnNo]
    }
    const good = csvOf([{}, {}])
    expect(await broken(`${good}\n"never closed,1,2\nx,y`)).toEqual(['unreadable', 'quote_not_closed', 4, 1])
    expect(await broken(`${good}\nana@donor.example,A"na,1`)).toEqual(['unreadable', 'quote_misplaced', 4, 2])
    expect(await broken('Donor Email,Amount,Donated At,amount\na@b.example,1,2019-01-01,2')).toEqual([
      'unreadable',
      'header_twice.amount',
      1,
      4,
    ])
    expect(await broken('Donor Email,Amount\na@b.example,1')).toEqual([
      'unreadable',
      'header_missing.date',
      1,
      1,
    ])
    expect(await broken(good, 'stripe')).toEqual(['unreadable', 'header_missing.date', 1, 1])
    expect(await broken(' \n \n')).toEqual(['unreadable', 'header_missing.amount', 1, 1])
    expect(await broken('Donor Email,Amount,Donated At\n\n')).toEqual(['unreadable', 'no_rows', 1, 1])
    expect(await broken(`${good}\n${'x'.repeat(300_000)}`)).toEqual(['unreadable', 'row_too_long', 4, 1])

    expect(await keepFile(inPieces(Buffer.from('504b030414', 'hex')))).toBe('import_is_a_spreadsheet')
    expect(await keepFile(inPieces(Buffer.from([1, 0, 0, 0, 7, 0, 0, 9])))).toBe('import_is_no_text')
    expect(await keepFile(inPieces(''))).toBe('file_missing')
    // A file without end is given up as soon as it is too long: neither read on nor held.
    let sent = 0
    async function* endless() {
      for (;;) {
        sent += 65_536
        yield Buffer.alloc(65_536, 'x')
      }
    }
    expect(await keepFile(endless(), { most: 2 * 1024 * 1024 })).toBe('import_too_large')
    expect(sent).toBeLessThan(2 * 1024 * 1024 + 2 * 65_536)
    expect(await db().$transaction((tx) => tx.importChunk.count())).toBe(0)
  })

  test('UTF-16 with and without its mark and UTF-8 with one are read, and every faulty cell is named', async () => {
    const text = csvOf([
      { name: '=HYPERLINK(1)', amount: '1e3', on: '2019-13-01' },
      { name: '@sum', amount: '-5', email: 'no address' },
      { amount: '0.001', on: '2020-01-01' },
      { amount: '٢٥', name: 'Zoë 張' },
      { amount: '0', opt: 'perhaps' },
    ])
    const utf16 = [Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]
    for (const bytes of [...utf16, Buffer.from(`\uFEFF${text}`)]) {
      const rows = await rowsOf(await givenImport({ staff, fundId, file: bytes }))
      const said = rows.map(({ line, name, problems }) => [
        line,
        name,
        (problems as { column: number; code: string }[])
          .map(({ column, code }) => `${column} ${code}`)
          .join(', '),
      ])
      expect(rows[3]?.amountCents).toBe(25_00n)
      expect(said).toEqual([
        [2, '', '3 amount_not_a_number, 2 name_is_a_formula, 4 date_malformed'],
        [3, '', '3 amount_negative, 1 email_malformed, 2 name_is_a_formula'],
        [4, 'Ana Example', '3 amount_too_many_decimals, 4 gift_after_go_live'],
        [5, 'Zoë 張', ''],
        [6, 'Ana Example', '3 amount_zero, 7 opt_in_malformed'],
      ])
    }
  })

  test('names whose letters were lost on the way are faults of their rows, and names that only look foreign are not', async () => {
    const names = ['JosÃ©', 'Jos\ufffd', 'Oâ€™Neil', 'Ângela', 'Ãngelo', 'José']
    const text = ['Donor Email,Name,Amount,Donated At,Receipt Id']
    for (const [at, name] of names.entries()) text.push(`a${at}@donor.example,${name},25.00,2019-01-01,${at}`)
    const rows = await rowsOf(await givenImport({ staff, fundId, file: Buffer.from(text.join('\n')) }))
    const codes = rows.map(({ problems }) => (problems as { code: string }[]).map(({ code }) => code))
    const lost = ['name_letters_lost']
    expect(codes).toEqual([lost, lost, lost, [], [], []])
  })

  test('what must never become mail, a formula or another currency is named by row and column', async () => {
    const text = [
      'Donor Email,Name,Amount,Currency,Donated At,Campaign,Receipt Id',
      'ana@donor.example,"Ana\r\nBcc: all@donor.example",25.00,usd,2019-01-01,,1',
      '"ana@donor.example\nbo@donor.example",Ana,25.00,USD,2019-01-01,,2',
      'ana@donor.example,Ana,25.00,eur,2019-01-01,,3',
      'ana@donor.example,Ana,€25.00,,2019-01-01,,4',
      'ana@donor.example,A\0na,25.00,usd,2019-01-01,A\0,5\0',
      'ana@donor.example,-1+1,25.00,usd,2019-01-01,,6',
      `ana@donor.example,${'A'.repeat(121)},25.00,usd,2019-01-01,${'c'.repeat(201)},7`,
      'ana@donor.example,Ana,25.00,usd,2019-01-01',
      'ana@donor.example,Ana,25.00,usd,2019-01-01,,8,9',
    ].join('\n')
    const rows = await rowsOf(await givenImport({ staff, fundId, file: Buffer.from(text, 'utf16le') }))
    const said = rows.map(
      ({ line, problems }) =>
        `${line}: ${(problems as { column: number; code: string }[]).map(({ column, code }) => `${column} ${code}`).join(', ')}`,
    )
    expect(said).toMatchInlineSnapshot(`
      [
        "3: 2 name_malformed",
        "5: 1 email_malformed",
        "7: 4 currency_other",
        "8: 3 amount_not_a_number, 4 currency_other",
        "9: 2 name_malformed, 6 campaign_malformed, 7 reference_malformed",
        "10: 2 name_is_a_formula",
        "11: 2 name_too_long, 6 campaign_malformed",
        "12: 0 cells_missing",
        "13: 0 cells_too_many",
      ]
    `)
  })
})

describe('two who read one file at one moment', () => {
  const long = csvOf(
    Array.from({ length: 1_200 }, (_, number) => ({
      email: `giver${number}@donor.example`,
      id: `ch_${number}`,
    })),
  )
  const stands = async (batchId: string) => {
    const lines = (await rowsOf(batchId)).map(({ line }) => line)
    const events = await eventsOf(batchId)
    expect(lines).toEqual(Array.from({ length: 1_200 }, (_, number) => number + 2))
    expect(events.map(({ kind, rows }) => [kind, rows])).toEqual([['read', 1_200]])
  }

  test('leave every row of it, once: whoever began last reads it, and the other stops', async () => {
    const batchId = await givenUpload({ staff, fundId, layout: 'donorbox', file: long })
    const first = readImport({ batchId })
    await until(async () => (await rowsOf(batchId)).length > 0)
    await Promise.all([first, readImport({ batchId })])
    await stands(batchId)

    const again = await givenUpload({
      staff,
      fundId,
      layout: 'donorbox',
      file: long.replaceAll('ch_', 'ch_b'),
    })
    await Promise.all(Array.from({ length: 6 }, () => readImport({ batchId: again })))
    await stands(again)
  })

  test('a file of which a piece is missing is not said to be read', async () => {
    const wide = csvOf(Array.from({ length: 250 }, () => ({ receipt: '9'.repeat(5_000) })))
    const batchId = await givenUpload({ staff, fundId, layout: 'donorbox', file: wide })
    await inTransaction(system, (tx) =>
      tx.importChunk.deleteMany({ where: { batchId, position: { gt: 0 } } }),
    )
    await expect(readImport({ batchId })).rejects.toThrow('a piece of a kept file is missing')
    expect(await kindsOf(batchId)).toEqual([])
  })
})
