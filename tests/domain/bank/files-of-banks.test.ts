import { describe, expect, test } from 'vitest'
import type { CsvLayout } from '#app/domain/bank/statement/csv-layout.ts'
import { readCsvStatement } from '#app/domain/bank/statement/read-csv-statement.ts'
import { headingsOf, likelyFirstRow, topOf } from '#app/domain/bank/statement/table-top.ts'

const layout: CsvLayout = {
  ...{ delimiter: 'comma', firstRow: 1, hasHeadings: true, day: 1, dayOrder: 'mdy', amounts: { one: 3 } },
  ...{ signs: 'as_written', decimal: 'point', text: [2], balance: null, headings: [] },
}
const expected = { currency: 'usd', today: '2026-11-30' }

describe('files of banks as they come', () => {
  /** The amounts in cents, the balance at the end and what is wrong, read by the layout that its own top suggests. */
  const readAs = (text: string, over: Partial<CsvLayout>) => {
    const top = topOf(text, 'comma')
    const firstRow = over.firstRow ?? likelyFirstRow(top)
    const its = { ...layout, firstRow, headings: headingsOf(top, firstRow), ...over }
    const { lines, problems, balance } = readCsvStatement(text, its, expected)
    return {
      amounts: lines.map(({ row, amount }) => `${row}: ${amount}`),
      problems: problems.map(({ row, column, code }) => `${row}:${column ?? ''} ${code}`),
      balance: balance?.cents ?? null,
    }
  }

  const chase = [
    'Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #',
    'DEBIT,10/02/2026,"COURT CLERK",-84.00,ACH_DEBIT,931.29,,',
    'CHECK,10/02/2026,"CHECK 1042",-30.00,CHECK_PAID,1015.29,1042,',
    'CREDIT,10/01/2026,"STRIPE TRANSFER",1045.29,ACH_CREDIT,1045.29,,',
  ]
  const asChase: Partial<CsvLayout> = { day: 2, amounts: { one: 4 }, text: [3], balance: 6 }

  test('Chase: delimiters at the end of lines are no column', () => {
    const amounts = ['2: -8400', '3: -3000', '4: 104529']
    const taken = { amounts, problems: [], balance: 931_29n }
    expect(readAs(chase.join('\n'), asChase)).toEqual(taken)
    expect(readAs([`${chase[0]},`, ...chase.slice(1)].join('\r\n'), asChase)).toEqual(taken)
    const shorter = chase.map((line, index) => (index > 1 ? line.replace(/,$/, '') : line))
    expect(readAs([`${shorter[0]},`, ...shorter.slice(1)].join('\n'), asChase)).toEqual(taken)
    const more = chase.map((line, index) => (index === 1 ? `${line}again` : line)).join('\n')
    expect(readAs(more, asChase).problems).toEqual(['2:8 columns_differ'])
    expect(readAs('10/01/2026,a,5,b\n10/02/2026,c,6', { hasHeadings: false, firstRow: 1 }).problems).toEqual([
      '2:4 columns_differ',
    ])
  })

  const bankOfAmerica = [
    'Description,,Summary Amt.',
    'Beginning balance as of 10/01/2026,,"1,000.00"',
    'Total credits,,"2,500.00"',
    'Total debits,,"-45.00"',
    'Ending balance as of 10/31/2026,,"3,455.00"',
    '',
    'Date,Description,Amount,Running Bal.',
    '10/01/2026,Beginning balance as of 10/01/2026,,"1,000.00"',
    '10/02/2026,"OFFICE SUPPLIES","-45.00","955.00"',
    '10/05/2026,"STRIPE TRANSFER","2,500.00","3,455.00"',
  ]

  test('Bank of America: the table begins below a summary, and a balance alone is no line', () => {
    const text = bankOfAmerica.join('\r\n')
    expect(headingsOf(topOf(text, 'comma'), 7)).toEqual(['Date', 'Description', 'Amount', 'Running Bal.'])
    expect(readAs(text, { balance: 4 })).toEqual({
      ...{ amounts: ['9: -4500', '10: 250000'], problems: [], balance: 3_455_00n },
    })
    // Without the column of the balance, within the table, and in a row that does not say so, an amount is missing.
    expect(readAs(text, {}).problems).toEqual(['8:3 amount_missing'])
    const [opening = '', ...moved] = bankOfAmerica.slice(7)
    const between = [...bankOfAmerica.slice(0, 7), moved[0], opening, moved[1]].join('\n')
    expect(readAs(between, { balance: 4 }).problems).toEqual(['9:3 amount_missing'])
    const unsaid = text.replace(',Beginning balance as of 10/01/2026,,"1', ',DEPOSIT,,"1')
    expect(readAs(unsaid, { balance: 4 }).problems).toEqual(['8:3 amount_missing'])
    expect(readAs(bankOfAmerica.slice(0, 8).join('\n'), { balance: 4 }).problems).toEqual(['1: no_lines'])
  })

  test('no line is lost above the table', () => {
    const none = { hasHeadings: false, headings: [] }
    const text = '10/01/2026,a,5,\n10/02/2026,b,6,note\n10/03/2026,c,7,'
    expect(likelyFirstRow(topOf(text, 'comma'))).toBe(1)
    expect(readAs(text, { ...none, firstRow: 2 }).problems).toEqual(['1: line_above_table'])
    expect(readAs(text, { hasHeadings: true, firstRow: 1, headings: [] }).problems).toEqual([
      '1: line_above_table',
    ])
    expect(readAs(text, none)).toMatchObject({
      ...{ amounts: ['1: 500', '2: 600', '3: 700'], problems: [] },
    })
  })

  const capitalOne = [
    'Account Number,Transaction Description,Transaction Date,Transaction Type,Transaction Amount,Balance',
    '4711,Withdrawal to COURT CLERK,10/06/26,Debit,175,426.12',
    '4711,Deposit from STRIPE,10/05/26,Credit,504.48,601.12',
  ]
  const asCapitalOne: Partial<CsvLayout> = {
    day: 3,
    amounts: { one: 5, direction: 4 },
    text: [2],
    balance: 6,
  }

  test('Capital One: a column of words says which way the money went, or the row is refused', () => {
    expect(readAs(capitalOne.join('\n'), asCapitalOne)).toEqual({
      ...{ amounts: ['2: -17500', '3: 50448'], problems: [], balance: 426_12n },
    })
    const unclear = (from: string, to: string) =>
      readAs(capitalOne.join('\n').replace(from, to), asCapitalOne).problems
    expect(unclear('Credit,', 'Adjustment,')).toEqual(['3:4 direction_unclear'])
    expect(unclear('Credit,', ',')).toEqual(['3:4 direction_unclear'])
    expect(unclear('Debit,175', 'Debit,-175')).toEqual(['2:4 direction_unclear'])
    expect(unclear('Debit,175', 'Debit,')).toEqual(['2:5 amount_missing'])
    expect(unclear('Debit,175', 'Debit,0.00')).toEqual(['2:5 amount_zero'])
  })
})
