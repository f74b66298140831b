import { csvCell } from '#app/domain/audit/audit-export.ts'
import type { AccountCode } from '#app/domain/ledger/accounts.ts'
import { type Chart, iifTypeOf } from './chart.ts'

export const journalFormats = ['csv', 'iif'] as const
export type JournalFormat = (typeof journalFormats)[number]

/** One transfer of the ledger: two lines of a journal that balance. */
export type JournalEntry = {
  id: bigint
  /** The day in whose month it counts, which for what came late to a closed one is the first of the open one. */
  bookedOn: string
  happenedOn: string
  code: string
  debit: AccountCode
  credit: AccountCode
  amountCents: bigint
  fundId: string
  fund: string
  source: string
  caseCode: string | null
  reverses: bigint | null
}

type Charts = (fundId: string) => Chart

const csvColumns = [
  ...[
    'entry',
    'date',
    'happened_on',
    'what',
    'account_number',
    'account',
    'debit',
    'credit',
    'class',
    'fund',
  ],
  ...['source', 'case', 'reverses'],
]

const iifColumns = ['TRNSTYPE', 'DATE', 'ACCNT', 'CLASS', 'AMOUNT', 'DOCNUM', 'MEMO']

/** What comes before the first entry. */
export function journalHead(format: JournalFormat, charts: Chart[]): string {
  if (format === 'csv') return `${csvColumns.join(',')}\r\n`
  const known = new Map<string, string>()
  for (const { accounts } of charts) {
    for (const [code, { name, number }] of Object.entries(accounts)) {
      known.set(name, ['ACCNT', name, iifTypeOf(code as AccountCode), number].map(iifCell).join('\t'))
    }
  }
  return [
    ['!ACCNT', 'NAME', 'ACCNTTYPE', 'ACCNUM'].join('\t'),
    ...known.values(),
    ['!TRNS', ...iifColumns].join('\t'),
    ['!SPL', ...iifColumns].join('\t'),
    '!ENDTRNS',
    '',
  ].join('\r\n')
}

export const journalText = (format: JournalFormat, entry: JournalEntry, charts: Charts): string =>
  format === 'csv' ? csvLines(entry, charts(entry.fundId)) : iifLines(entry, charts(entry.fundId))

function csvLines(entry: JournalEntry, { accounts, className }: Chart): string {
  const line = (code: AccountCode, debit: string, credit: string) => [
    ...[String(entry.id), entry.bookedOn, entry.happenedOn, entry.code],
    ...[accounts[code].number, accounts[code].name, debit, credit, className, entry.fund],
    ...[entry.source, entry.caseCode ?? '', entry.reverses === null ? '' : String(entry.reverses)],
  ]
  const amount = dollars(entry.amountCents)
  return [line(entry.debit, amount, ''), line(entry.credit, '', amount)]
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('')
}

function iifLines(entry: JournalEntry, { accounts, className }: Chart): string {
  const [year, month, day] = entry.bookedOn.split('-')
  const memo = [entry.code, entry.source, entry.caseCode ?? ''].join(' ').trim()
  const line = (keyword: string, code: AccountCode, amount: bigint) =>
    [
      ...[keyword, 'GENERAL JOURNAL', `${month}/${day}/${year}`, accounts[code].name, className],
      ...[dollars(amount), String(entry.id), memo],
    ]
      .map(iifCell)
      .join('\t')
  const { debit, credit, amountCents } = entry
  return [line('TRNS', debit, amountCents), line('SPL', credit, -amountCents), 'ENDTRNS', ''].join('\r\n')
}

/** Tabs and quotes end a cell of an IIF: there are none within. */
const iifCell = (text: string): string => text.replace(/[\t\r\n"]/g, ' ')

const dollars = (cents: bigint): string => {
  const size = cents < 0n ? -cents : cents
  return `${cents < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}
