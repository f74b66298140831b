import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeColumns, readyLayouts } from '#app/domain/imports/layouts.ts'
import { readDay } from '#app/domain/imports/read-day.ts'
import { type Reading, readRow } from '#app/domain/imports/read-row.ts'
import { csvRecords, UnreadableCsv } from '#app/platform/csv/records.ts'
import { decoded, TextSniffer } from '#app/platform/csv/text-kind.ts'
import { inPieces } from '#tests/support/given-import.ts'

const plain = { delimiter: ',', encoding: 'utf-8' } as const

test('any cells, written by the rules, come back as they were, wherever the file is cut', async () => {
  const cell = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/[\uD800-\uDFFF\0]/.test(text))
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, size) => {
      const file = rows
        .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
        .join('\n')
      const read: string[][] = []
      for await (const { cells } of csvRecords(decoded(inPieces(file, size), 'utf-8'), plain))
        read.push(cells)
      const first = rows[0]?.[0] ?? ''
      // A mark at the very beginning of a file is no letter of it.
      expect(read.slice(1)).toEqual(rows.slice(1))
      expect(read[0]?.[0]).toBe(first)
    }),
    { numRuns: 40 },
  )
})

test('any bytes are either rows or refused with a place, and no row of them is a gift that adds up to something else', async () => {
  const layout = readyLayouts.donorbox
  const placed = placeColumns(layout, ['Donor Email', 'Name', 'Amount', 'Donated At'])
  if (!placed.ok) throw new Error(placed.problem)
  const reading: Reading = {
    ...{ layout, columns: placed.columns, headers: 4, order: 'month_first', timezone: 'America/New_York' },
    ...{
      currency: 'usd',
      goLiveOn: '2020-01-01',
      fundId: 'f',
      campaignOf: () => ({ token: '', fundId: 'f' }),
    },
  }
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const sniffer = new TextSniffer()
      sniffer.see(bytes)
      const kind = sniffer.kind()
      if (!kind.ok) return
      try {
        for await (const { line, cells } of csvRecords(decoded(inPieces(bytes), kind.encoding), plain)) {
          const row = readRow(cells, line, reading)
          expect(row.problems.length > 0 || (row.amountCents > 0n && row.givenOn !== null)).toBe(true)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableCsv)
      }
    }),
    { numRuns: 200 },
  )
})

test('days are read as they are written and nothing is guessed', () => {
  const day = (cell: string, over: object = {}) => {
    const read = readDay(cell, {
      ...{ order: 'month_first', utc: false, timezone: 'America/New_York', shortYears: false },
      ...over,
    })
    return read.ok ? read.day : read.problem
  }
  expect(
    ['2019-02-28', '2/3/2019', 'Feb 28, 2019', '28 February 2019 11:59 pm', '2019-02-28T23:00:00Z'].map(
      (cell) => day(cell),
    ),
  ).toEqual(['2019-02-28', '2019-02-03', '2019-02-28', '2019-02-28', '2019-02-28'])
  expect([day('2/3/2019', { order: 'day_first' }), day('2019-03-01 02:00:00', { utc: true })]).toEqual([
    '2019-03-02',
    '2019-02-28',
  ])
  expect([day('07/04/19 08:00:00', { shortYears: true }), day('7/4/2019', { shortYears: true })]).toEqual([
    '2019-07-04',
    '2019-07-04',
  ])
  for (const wrong of [
    '2019-02-29',
    '13/13/2019',
    '43000',
    '1e3',
    '02/03/19',
    '2019-02-28 25:00',
    '13:00 pm',
    'Feburary 1, 2019',
  ])
    expect(day(wrong)).toBe('date_malformed')
})
