import { type DocumentFacts, receiptDocument } from '#app/domain/receipts/receipt-document.ts'
import { type StatementLine, totalsOf } from '#app/domain/statements/statement.ts'
import { type StatementFacts, statementDocument } from '#app/domain/statements/statement-document.ts'
import type { Block, Paper } from '#app/platform/pdf/paper.ts'
import type { Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'
import { example } from '#emails/receipt.tsx'

const { monthly: _, ...mailed } = example
const card: DocumentFacts = {
  ...mailed,
  ...{ giftKind: 'card', wentBack: [], madeAt: '2026-09-15T03:00:00Z' },
}
const { organization } = card
const one = { card: null, disclosures: [], lines: card.lines.slice(1), totalCents: '2500' }
const official =
  'A copy of the latest financial report may be obtained by writing to 100 Example Street, Springfield, or by calling 555-0100.\nRegistration with the state does not imply endorsement, approval or recommendation.'
const translations: Partial<Record<Language, string>> = {
  es: 'Puede obtener una copia del último informe financiero escribiendo a 100 Example Street, Springfield, o llamando al 555-0100.',
  ar: 'يمكن الحصول على نسخة من آخر تقرير مالي بالكتابة إلى 100 Example Street, Springfield أو بالاتصال بالرقم 555-0100.',
}

const line = (of: Partial<StatementFacts['lines'][number]> & { givenAt: Date }) => ({
  ...{ kind: 'gift' as StatementLine['kind'], fundId: 'bail', amountCents: 25_00n, occurredAt: of.givenAt },
  ...{ receiptNumber: '2026-000418', isImported: false },
  ...of,
})
const on = (day: string) => new Date(`${day}T18:00:00Z`)
const year: StatementFacts['lines'] = [
  line({ givenAt: on('2026-01-05'), isImported: true, receiptNumber: 'AB1001' }),
  line({ givenAt: on('2026-01-09'), isImported: true, receiptNumber: null }),
  line({ givenAt: on('2026-02-05'), giftKind: 'check', amountCents: 1_250_000_00n }),
  line({
    givenAt: on('2026-02-05'),
    giftKind: 'check',
    kind: 'refund',
    occurredAt: on('2026-02-20'),
    isReturned: true,
    amountCents: 10_00n,
  }),
  line({
    givenAt: on('2026-03-05'),
    giftKind: 'cash',
    kind: 'refund',
    occurredAt: on('2026-03-20'),
    amountCents: 5_00n,
  }),
  line({ givenAt: on('2026-04-05'), kind: 'refund', occurredAt: on('2026-05-02') }),
  line({ givenAt: on('2026-04-06'), kind: 'dispute', occurredAt: on('2026-06-02'), fundId: 'bond' }),
  ...Array.from({ length: 16 }, (_, day) =>
    line({ givenAt: new Date(+on('2026-07-01') + day * 86_400_000), fundId: day % 3 ? 'bail' : 'bond' }),
  ),
]

const statement = (lines: StatementFacts['lines'], more: Partial<StatementFacts> = {}): StatementFacts => ({
  ...{
    organization,
    number: '2026-000077-1',
    replaces: [],
    replacedBy: null,
    donorName: card.donorName,
    lines,
  },
  ...totalsOf(lines),
  period: { from: '2026-01-01', to: '2026-12-31' },
  ...{ issuedAt: new Date('2027-01-10T15:00:00Z'), timezone: organization.timeZone, demonstration: false },
  fundNames: new Map([
    ['bail', 'Lakeshore Community Bail Fund'],
    ['bond', 'Lakeshore Immigration Bond Fund'],
  ]),
  ...more,
})

/** All that a paper says, in the order in which it is read, without marks of direction. */
export function saidIn({ blocks }: Paper): string[] {
  const words = (block: Block): string[] => {
    switch (block.kind) {
      case 'brand':
        return [block.name]
      case 'facts':
        return block.facts.flatMap(({ label, value }) => [label, value])
      case 'table':
        return [...block.columns.map(({ label }) => label), ...[...block.rows].flatMap(({ cells }) => cells)]
      case 'official':
        return [...(block.lead ? [block.lead] : []), block.text]
      default:
        return [block.text]
    }
  }
  return [...blocks].flatMap(words).map((text) => text.replace(/[\u2066\u2068\u2069]/g, ''))
}

/** Every kind of paper that a donor can get, by what it is for. */
export const samplePapers: Record<string, (language: Language) => Paper> = {
  'a gift to two funds with the fee': (language) => receiptDocument({ ...card, disclosures: [] }, language),
  'a gift by check': (language) => receiptDocument({ ...card, ...one, giftKind: 'check' }, language),
  'a gift in cash': (language) => receiptDocument({ ...card, ...one, giftKind: 'cash' }, language),
  'a grant advised by a donor': (language) =>
    receiptDocument(
      { ...card, ...one, giftKind: 'donor_advised_fund', payer: 'Prairie Charitable' },
      language,
    ),
  stock: (language) =>
    receiptDocument(
      {
        ...{ ...card, ...one, giftKind: 'stock' },
        description: wordsFor(language).t('documents:stock.described', { shares: '12.5', ticker: 'LARK' }),
      },
      language,
    ),
  'a grant': (language) =>
    receiptDocument({ ...card, ...one, giftKind: 'grant', payer: 'Example Foundation' }, language),
  'a gift that went back, with what states want': (language) =>
    receiptDocument(
      {
        ...card,
        ...{ replaces: '2026-000400', demonstration: true },
        organization: { ...organization, taxProfile: 'us_sponsored', sponsor: 'Prairie Commons Foundation' },
        wentBack: [
          { how: 'refund', cents: '2643', at: '2026-10-01T12:00:00Z' },
          { how: 'dispute', cents: '1000', at: '2026-11-01T12:00:00Z' },
        ],
        disclosures: [{ english: official, translated: translations[language] ?? null }],
      },
      language,
    ),
  'a year': (language) => statementDocument(statement(year), language),
  'some days, corrected': (language) =>
    statementDocument(
      statement(year.slice(2, 6), {
        ...{ number: '2026-000077-2', replaces: ['2026-000077-1'], demonstration: true },
        period: { from: '2026-02-01', to: '2026-05-31' },
        organization: { ...organization, taxProfile: 'not_deductible' },
      }),
      language,
    ),
}
