import {
  documentReader,
  framed,
  legalBlocks,
  type TaxedOrganization,
} from '#app/domain/receipts/document-words.ts'
import type { Block, Paper, Row } from '#app/platform/pdf/paper.ts'
import type { Language } from '#app/words/languages.ts'
import type { Reader } from '#emails/parts/reader.ts'
import { type Period, type StatementLine, type StatementTotals, totalsOf } from './statement.ts'

export type StatementFacts = StatementTotals & {
  organization: TaxedOrganization
  number: string
  /** The numbers of those that it corrects, or whose place it took. */
  replaces: string[]
  /** The number of the one that is in force instead. */
  replacedBy: string | null
  donorName: string
  period: Period
  issuedAt: Date
  timezone: string
  demonstration: boolean
  lines: (Pick<StatementLine, 'kind' | 'fundId' | 'amountCents' | 'givenAt' | 'occurredAt'> & {
    receiptNumber: string | null
    /** How the gift came; a card where nothing is said. */
    giftKind?: string
    /** From before this site began: its receipt is another system's. */
    isImported: boolean
    /** A check that its bank did not pay. */
    isReturned?: boolean
  })[]
  /** By fund id, as the fund was called when it was given to. */
  fundNames: Map<string, string>
}

/** What a donor gave in some days, what of it went back, by fund and gift by gift. */
export function statementDocument(facts: StatementFacts, language: Language): Paper {
  const reader = documentReader(language)
  const { organization, replaces, number } = facts
  return framed(reader, {
    title: reader.t(
      replaces.length > 0 ? 'documents:statement.title.corrected' : 'documents:statement.title',
    ),
    number,
    organization,
    madeAt: facts.issuedAt,
    demonstration: facts.demonstration,
    blocks: blocksOf(facts, reader),
  })
}

function blocksOf(facts: StatementFacts, reader: Reader): Block[] {
  const { t, day, apart } = reader
  const { organization, period, timezone, replaces, replacedBy } = facts
  const days = { from: day(period.from, timezone), to: day(period.to, timezone) }
  return [
    ...(replacedBy ? [strong(t('documents:statement.replaced_by', { number: apart(replacedBy) }))] : []),
    ...replaces.map((number) => strong(t('documents:statement.replaces', { number: apart(number) }))),
    {
      kind: 'text',
      text: t('documents:statement.lead', { ...days, organization: apart(organization.legalName) }),
    },
    { kind: 'facts', facts: factRows(facts, reader, days) },
    { kind: 'heading', text: t('documents:tax.title') },
    ...legalBlocks(reader, `documents:statement.tax.${organization.taxProfile}`, organization),
    { kind: 'text', text: t('documents:statement.keep') },
    { kind: 'heading', text: t('documents:statement.by_fund') },
    byFund(facts, reader),
    { kind: 'heading', text: t('documents:statement.each') },
    eachGift(facts, reader),
    { kind: 'text', tone: 'quiet', text: t('documents:statement.rule', { zone: apart(timezone) }) },
  ]
}

const strong = (text: string): Block => ({ kind: 'text', tone: 'strong', text })

function factRows(facts: StatementFacts, reader: Reader, days: { from: string; to: string }) {
  const { t, day, money, apart } = reader
  const row = (key: string, value: string) => ({ label: t(`documents:${key}`), value })
  const back = (key: string, cents: bigint) => (cents > 0n ? [row(key, money(String(-cents)))] : [])
  const reversedCents = facts.lines.filter(isReversal).reduce((sum, line) => sum + line.amountCents, 0n)
  return [
    row('fact.number', apart(facts.number)),
    row('statement.donor', apart(facts.donorName)),
    row('statement.period', t('documents:statement.period.days', days)),
    row('statement.issued', day(facts.issuedAt.toISOString(), facts.timezone)),
    row('statement.given', money(String(facts.givenCents))),
    ...back('statement.refunded', facts.refundedCents - reversedCents),
    ...back('statement.reversed', reversedCents),
    ...back('statement.disputed', facts.disputedCents),
    { ...row('statement.net', money(String(facts.netCents))), total: true },
  ]
}

/** One row per fund; they add up to the statement's own sum. */
function byFund({ lines, fundNames, netCents }: StatementFacts, { t, money, apart }: Reader): Block {
  const cents = new Map<string, bigint>()
  for (const line of lines) {
    cents.set(line.fundId, (cents.get(line.fundId) ?? 0n) + totalsOf([line]).netCents)
  }
  return {
    kind: 'table',
    columns: [
      { label: t('documents:statement.column.fund'), part: 0.7 },
      { label: t('documents:statement.column.amount'), part: 0.3, align: 'end' },
    ],
    rows: [
      ...[...cents].map(([fundId, net]) => ({
        cells: [apart(fundNames.get(fundId) ?? ''), money(String(net))],
      })),
      { tone: 'total', cells: [t('documents:statement.net'), money(String(netCents))] },
    ],
  }
}

function eachGift({ lines, fundNames, timezone }: StatementFacts, reader: Reader): Block {
  const { t, money, apart } = reader
  const day = remembered((iso) => reader.day(iso, timezone))
  const name = remembered((fundId) => apart(fundNames.get(fundId) ?? ''))
  return {
    kind: 'table',
    columns: [
      { label: t('documents:statement.column.date'), part: 0.22 },
      { label: t('documents:statement.column.what'), part: 0.3 },
      { label: t('documents:statement.column.fund'), part: 0.3 },
      { label: t('documents:statement.column.amount'), part: 0.18, align: 'end' },
    ],
    rows: rows(),
  }

  function* rows(): Generator<Row> {
    for (const line of lines) {
      const gift = line.kind === 'gift'
      yield {
        ...(gift ? {} : { tone: 'quiet' }),
        cells: [
          day(line.givenAt.toISOString()),
          gift ? giftWords(line, reader) : backWords(line, day(line.occurredAt.toISOString()), reader),
          name(line.fundId),
          money(String(gift ? line.amountCents : -line.amountCents)),
        ],
      }
    }
  }
}

type GiftLine = Pick<StatementFacts['lines'][number], 'receiptNumber' | 'isImported'>

function giftWords({ receiptNumber, isImported }: GiftLine, { t, apart }: Reader): string {
  const said = isImported ? 'documents:statement.line.imported' : 'documents:statement.line.gift'
  return receiptNumber ? t(`${said}.numbered`, { number: apart(receiptNumber) }) : t(said)
}

type Back = Pick<StatementFacts['lines'][number], 'kind' | 'giftKind' | 'isReturned'>

/** A card is refunded, before this site as since; a check that came back, or cash that was given back, is a gift that was reversed. */
const isReversal = ({ kind, giftKind = 'card' }: Back): boolean =>
  kind === 'refund' && giftKind !== 'card' && giftKind !== 'imported'

function backWords(line: Back, date: string, { t }: Reader): string {
  if (line.isReturned) return t('documents:statement.line.returned', { date })
  return t(`documents:statement.line.${isReversal(line) ? 'reversal' : line.kind}`, { date })
}

/** The same words for the same thing are made once: a long statement says few things often. */
function remembered(make: (of: string) => string): (of: string) => string {
  const made = new Map<string, string>()
  return (of) => {
    const known = made.get(of) ?? make(of)
    made.set(of, known)
    return known
  }
}
