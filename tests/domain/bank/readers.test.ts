import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenLetters } from '#app/domain/bank/statement/broken-letters.ts'
import type { CsvLayout } from '#app/domain/bank/statement/csv-layout.ts'
import { decodeText } from '#app/domain/bank/statement/decode-text.ts'
import { readAmount } from '#app/domain/bank/statement/read-amount.ts'
import { readCsv } from '#app/domain/bank/statement/read-csv.ts'
import { readCsvStatement } from '#app/domain/bank/statement/read-csv-statement.ts'
import { readDay } from '#app/domain/bank/statement/read-day.ts'
import { looksLikeOfx, readOfx } from '#app/domain/bank/statement/read-ofx.ts'
import { headingsOf, likelyFirstRow, topOf } from '#app/domain/bank/statement/table-top.ts'

const layout: CsvLayout = {
  ...{ delimiter: 'comma', firstRow: 1, hasHeadings: true, day: 1, dayOrder: 'mdy', amounts: { one: 3 } },
  ...{ signs: 'as_written', decimal: 'point', text: [2], balance: null, headings: [] },
}
const expected = { currency: 'usd', today: '2026-11-30' }
const account = { last4: '4711', ...expected }

describe('the letters of a file', () => {
  test('UTF-8, Windows-1252 and UTF-16 with and without a mark say the same', () => {
    const text = 'Date,Café – 5'
    const utf16 = Buffer.from(text, 'utf16le')
    const mirrored = Buffer.from(utf16).swap16()
    const readings = [
      Buffer.from(text, 'utf8'),
      Buffer.from(`\ufeff${text}`, 'utf8'),
      Buffer.from([...Buffer.from('Date,Caf'), 0xe9, 0x20, 0x96, 0x20, 0x35]),
      utf16,
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      mirrored,
      Buffer.concat([Buffer.from([0xfe, 0xff]), mirrored]),
    ].map((bytes) => decodeText(bytes))
    expect(new Set(readings)).toEqual(new Set([text]))
    expect(decodeText(new Uint8Array())).toBe('')
  })

  test('what is no text, or lost its letters, is told by its row', () => {
    const rows = (bytes: Uint8Array) =>
      brokenLetters(decodeText(bytes)).map(({ row, code }) => `${row} ${code}`)
    expect(rows(Buffer.from([0x50, 0x4b, 3, 4, 20, 0]))).toEqual(['1 not_a_text'])
    expect(rows(Buffer.from('%PDF-1.7\n'))).toEqual(['1 not_a_text'])
    expect(rows(Buffer.from('a\r\nb\u0002\u0003\rc\n\ufffd'))).toEqual(['2 letters_lost', '4 letters_lost'])
    expect(rows(Buffer.from([0x61, 0x0a, 0x81, 0x8d]))).toEqual(['2 letters_lost'])
    expect(rows(Buffer.from('Date\tCafé – 5\r\n'))).toEqual([])
  })
})

describe('CSV', () => {
  test('what is written by the rule is read back to the letter', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', ';'), maxLength: 8 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }), (rows) => {
        const text = rows
          .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join('\r\n')
        const read = readCsv(text, ',')
        expect(read.problems).toEqual([])
        expect(read.rows.map(({ cells }) => cells)).toEqual(rows)
      }),
    )
  })

  test('nothing that anyone sends makes it fail, and every problem names a row that is there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const read = readCsvStatement(text, layout, expected)
        expect(read.lines.length + read.problems.length).toBeGreaterThan(0)
        expect(read.problems.every(({ row, column }) => row > 0 && (column ?? 1) > 0)).toBe(true)
        const top = topOf(text, 'semicolon')
        headingsOf(top, likelyFirstRow(top))
      }),
    )
  })

  const problemsOf = (text: string, over: Partial<CsvLayout> = {}) =>
    readCsvStatement(text, { ...layout, ...over }, expected).problems.map(
      ({ row, column, code }) => `${row}:${column ?? ''} ${code}`,
    )

  test('what is wrong is said by row and column', () => {
    expect(problemsOf('Date,Text,Amount\n10/01/2026,"open,5')).toEqual([
      '2:2 quote_not_closed',
      '2:3 columns_differ',
    ])
    expect(problemsOf('Date,Text,Amount\n10/01/2026,"a"b,5')).toEqual(['2:2 text_after_quote'])
    expect(problemsOf('Date,Text,Amount\n10/01/2026,a"b,5')).toEqual(['2:2 quote_inside'])
    expect(problemsOf('Date,Text,Amount\n10/01/2026,a,b,5')).toEqual(['2:4 columns_differ'])
    expect(problemsOf('Date,Amount,Amount\n10/01/2026,a,5')).toEqual(['1:3 heading_twice'])
    expect(
      problemsOf('Date,Text,Amount\n13/01/2026,a,5\n10/02/2026,b,five\n10/03/2026,c,\n10/04/2026,d,0'),
    ).toEqual([...['2:1 day_unreadable', '3:3 amount_unreadable', '4:3 amount_missing', '5:3 amount_zero']])
    expect(problemsOf('Date,Text,Amount\n10/01/2026,a\0b,5')).toEqual(['2:2 text_unstorable'])
    expect(problemsOf('Date,Text,Amount')).toEqual(['1: no_lines'])
    expect(problemsOf(Array(200).fill('a').join(','))).toEqual(['1:101 columns_differ'])
    expect(problemsOf('Day,Text,Amount\n10/01/2026,a,5', { headings: ['Date', 'Text', 'Amount'] })).toEqual([
      '1:1 heading_changed',
    ])
    const two = { amounts: { moneyIn: 3, moneyOut: 4 } }
    expect(problemsOf('Date,Text,In,Out\n10/01/2026,a,5,5\n10/01/2026,a,,', two)).toEqual([
      ...['2:4 amount_twice', '3:3 amount_missing'],
    ])
    expect(problemsOf(`Date,Text,Amount\n${'10/01/2026,a,5\n'.repeat(20_001)}`)).toEqual([
      '20001: too_many_lines',
    ])
  })

  test('amounts that are none, days to come and another currency are said by row and column', () => {
    for (const written of ['1e3', '"5,00"', '٢٥', '0x10', '€5', '5.001', '5 USD'])
      expect(problemsOf(`Date,Text,Amount\n10/01/2026,a,${written}`)).toEqual(['2:3 amount_unreadable'])
    expect(problemsOf('Date,Text,Amount\n11/30/2026,a,5\n12/01/2026,b,5')).toEqual(['3:1 day_in_future'])
    expect(problemsOf('Date,Text,Amount,Currency\n10/01/2026,a,5,USD\n10/01/2026,b,5,EUR')).toEqual([
      '3:4 other_currency',
    ])
  })

  test('one column of amounts or two, signs as written or turned', () => {
    const amounts = (text: string, over: Partial<CsvLayout>) =>
      readCsvStatement(text, { ...layout, ...over }, expected).lines.map(({ amount }) => amount)
    const two = { amounts: { moneyIn: 3, moneyOut: 4 } }
    expect(amounts('D,T,I,O\n10/01/2026,a,5,\n10/01/2026,b,,7\n10/01/2026,c,0.00,-8', two)).toEqual([
      500n,
      -700n,
      -800n,
    ])
    expect(amounts('D,T,A\n10/01/2026,a,5', { signs: 'reversed' })).toEqual([-500n])
  })

  test('amounts and days that two readers could read differently are refused', () => {
    const read = (...written: string[]) => written.map((each) => readAmount(each, 'point'))
    expect(read('1,234.56', '-5', '(12.00)', '12.00-', '$3.5', '−1', '+2', '.5')).toEqual([
      ...[123_456n, -500n, -1200n, -1200n, 350n, -100n, 200n, 50n],
    ])
    expect(
      read('1,23', '1.234,5', '1.2.3', '1.234', '-(5)', '(5', '-5-', '', '-', '.', '1e5', '99999999999999'),
    ).toEqual(Array(12).fill(null))
    expect(readAmount('1.234,56', 'comma')).toBe(123_456n)
    expect([
      readDay('10/31/26', 'mdy'),
      readDay('31.10.2026', 'dmy'),
      readDay('20261031120000[-5:EST]', 'ymd'),
    ]).toEqual([...['2026-10-31', '2026-10-31', '2026-10-31']])
    expect([
      readDay('31/10/2026', 'mdy'),
      readDay('2026-02-30', 'ymd'),
      readDay('', 'ymd'),
      readDay('1/1/1', 'mdy'),
    ]).toEqual([...[null, null, null, null]])
  })
})

describe('OFX', () => {
  const sgml = `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>1<ACCTID>000004711</BANKACCTFROM><BANKTRANLIST><DTSTART>20261001<DTEND>20261031
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261005120000[-5:EST]<TRNAMT>1,955.70<FITID>A1<NAME>STRIPE &amp; CO<MEMO>TRANSFER</STMTTRN>
<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20261006<TRNAMT>-8000<FITID>A2<CHECKNUM>1042</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`

  test('1.x and 2.x say the same', () => {
    const xml = sgml
      .replace(/^[\s\S]*?<OFX>/, '<?xml version="1.0"?><?OFX OFXHEADER="200"?>\n<OFX>')
      .replace(
        /<(CURDEF|BANKID|ACCTID|DTSTART|DTEND|TRNTYPE|DTPOSTED|TRNAMT|FITID|NAME|MEMO|CHECKNUM)>([^<\n]*)/g,
        '<$1>$2</$1>',
      )
    const read = readOfx(sgml, account)
    expect(read).toEqual(readOfx(xml, account))
    expect(read).toMatchObject({ problems: [], days: { from: '2026-10-01', through: '2026-10-31' } })
    expect(read.lines.map(({ day, amount, text, bankId }) => [day, amount, text, bankId])).toEqual([
      ['2026-10-05', 195_570n, 'STRIPE & CO TRANSFER', 'A1'],
      ['2026-10-06', -800_000n, '1042', 'A2'],
    ])
    expect([looksLikeOfx(sgml), looksLikeOfx(xml), looksLikeOfx('Date,Amount')]).toEqual([true, true, false])
  })

  test('another account, another currency, several accounts and broken rows are refused', () => {
    const codes = (text: string) => readOfx(text, account).problems.map(({ row, code }) => `${row} ${code}`)
    expect(codes(sgml.replace('4711', '4712'))).toEqual(['1 other_account'])
    expect(codes(sgml.replace('USD', 'EUR'))).toEqual(['1 other_currency'])
    expect(codes(sgml + sgml)).toContain('1 several_accounts')
    expect(codes('<?xml version="1.0"?><html>')).toEqual(['1 not_a_statement'])
    expect(codes(sgml.replace('-8000', 'many').replace('20261005', '20261305'))).toEqual([
      ...['1 day_unreadable', '2 amount_unreadable'],
    ])
    expect(codes('<OFX><STMTRS></OFX>')).toEqual(['1 no_lines'])
    const again = sgml.slice(sgml.lastIndexOf('<STMTTRN>'), sgml.indexOf('</BANKTRANLIST>'))
    expect(codes(sgml.replace('</BANKTRANLIST>', `${again}</BANKTRANLIST>`))).toEqual(['3 line_twice'])
    expect(codes(sgml.slice(0, sgml.lastIndexOf('<CHECKNUM>')))).toEqual(['1 file_cut_off'])
    expect(codes(sgml.replace('20261006', '20261201'))).toEqual(['2 day_in_future'])
    const abroad = '<CURRENCY><CURRATE>1<CURSYM>EUR</CURRENCY>'
    expect(codes(sgml.replace('<CHECKNUM>', `${abroad}<CHECKNUM>`))).toEqual(['2 other_currency'])
    expect(
      codes(sgml.replace('<CHECKNUM>', `${abroad.replaceAll('CURRENCY', 'ORIGCURRENCY')}<CHECKNUM>`)),
    ).toEqual([])
    for (const written of ['1e3', '(5.00)', '5.00-', '$5', '٢٥', '5,0,0'])
      expect(codes(sgml.replace('-8000', written))).toEqual(['2 amount_unreadable'])
    expect(readOfx(sgml.replace('-8000', '5,00'), account).lines.map(({ amount }) => amount)).toContain(500n)
  })

  test('nothing that anyone sends makes it fail or wait', () => {
    const token = fc.constantFrom(
      '<',
      '>',
      '<STMTTRN>',
      '</STMTTRN>',
      '<STMTRS>',
      '<TRNAMT>5',
      '<DTPOSTED>20261001',
      '&amp;',
      'x',
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => void readOfx(tokens.join(''), account)),
    )
    const began = performance.now()
    readOfx('<'.repeat(300_000), account)
    readCsvStatement('"'.repeat(300_000), layout, expected)
    readCsvStatement(','.repeat(300_000), layout, expected)
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})
