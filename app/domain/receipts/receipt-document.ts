import type { Block, Paper } from '#app/platform/pdf/paper.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'
import { brandName } from '#emails/parts/card.ts'
import { latinApart } from '#emails/parts/latin-apart.ts'
import type { Reader } from '#emails/parts/reader.ts'
import { undoneVoice } from '#emails/parts/undone-voice.ts'
import type { ReceiptProps } from '#emails/receipt.tsx'
import { documentReader, framed, legalBlocks } from './document-words.ts'
import { type GiftKind, paperOf } from './gift-kind.ts'

/** What a receipt says, whether it is mailed or printed. */
export type ReceiptFacts = Omit<ReceiptProps, 'monthly'>

/** Money that went back after the receipt was written. */
export type WentBack = { how: 'refund' | 'dispute' | 'reversal'; cents: string; at: string }

export type DocumentFacts = ReceiptFacts & {
  giftKind: GiftKind
  wentBack: WentBack[]
  /** When the paper's facts last changed. */
  madeAt: string
}

/** The paper that a gift's giver gets, by how the gift came and what the organization is for taxes. */
export function receiptDocument(facts: DocumentFacts, language: Language): Paper {
  const reader = documentReader(language)
  const { organization, number } = facts
  return framed(reader, {
    title: titleOf(facts, reader),
    number,
    organization,
    madeAt: new Date(facts.madeAt),
    demonstration: facts.demonstration ?? false,
    blocks: blocksOf(facts, reader),
  })
}

function titleOf({ giftKind, replaces }: DocumentFacts, { t }: Reader): string {
  const paper = paperOf[giftKind]
  return t(paper === 'receipt' && replaces ? 'documents:title.receipt.corrected' : `documents:title.${paper}`)
}

function blocksOf(facts: DocumentFacts, reader: Reader): Block[] {
  const { t, apart } = reader
  return [
    ...(facts.replaces
      ? [
          {
            kind: 'text',
            tone: 'strong',
            text: t('documents:replaces', { number: apart(facts.replaces) }),
          } as const,
        ]
      : []),
    { kind: 'text', text: lead(facts, reader) },
    { kind: 'facts', facts: factRows(facts, reader) },
    ...sinceThen(facts, reader),
    ...closing(facts, reader),
    ...disclosed(facts, reader),
  ]
}

const lead = ({ giftKind, totalCents, paidAt, payer, organization }: DocumentFacts, reader: Reader) =>
  reader.t(`documents:lead.${giftKind}`, {
    amount: reader.money(totalCents),
    date: reader.day(paidAt, organization.timeZone),
    payer: reader.apart(payer ?? ''),
  })

type Fact = { label: string; value: string; total?: boolean }

function factRows(facts: DocumentFacts, reader: Reader): Fact[] {
  const { t, day, apart } = reader
  const { giftKind, payer, description } = facts
  const recommended = giftKind === 'donor_advised_fund'
  const row = (key: string, value: string): Fact => ({ label: t(`documents:fact.${key}`), value })
  return [
    row('number', apart(facts.number)),
    row('date', day(facts.paidAt, facts.organization.timeZone)),
    row(recommended ? 'recommended_by' : 'donor', apart(facts.donorName)),
    ...(payer ? [row('payer', apart(payer))] : []),
    ...paidWith(facts, reader),
    ...(paperOf[giftKind] === 'in_kind'
      ? [
          row('description', apart(description ?? '')),
          ...facts.lines.map(({ fund }) => row('fund', apart(fund))),
        ]
      : moneyRows(facts, reader)),
  ]
}

function paidWith({ giftKind, card }: DocumentFacts, { t, apart }: Reader): Fact[] {
  const label = t('documents:fact.paid_with')
  if (giftKind === 'check' || giftKind === 'cash') return [{ label, value: t(`documents:paid.${giftKind}`) }]
  if (!card) return []
  const brand = apart(brandName(card.brand) ?? t('documents:card.other'))
  return [{ label, value: t('documents:card.named', { brand, last4: apart(card.last4) }) }]
}

/** Every gift, every fee that the donor added, and their sum: what was charged, to the cent. */
function moneyRows({ giftKind, lines, totalCents }: DocumentFacts, { t, money, apart }: Reader): Fact[] {
  return [
    ...lines.flatMap(({ fund, giftCents, feeCoverCents }) => [
      { label: t('documents:fact.gift', { fund: apart(fund) }), value: money(giftCents) },
      ...(BigInt(feeCoverCents) > 0n
        ? [{ label: t('documents:fact.fee_cover', { fund: apart(fund) }), value: money(feeCoverCents) }]
        : []),
    ]),
    {
      label: t(`documents:fact.total.${giftKind === 'card' ? 'card' : 'received'}`),
      value: money(totalCents),
      total: true,
    },
  ]
}

/** A paper printed after a refund would otherwise claim more than was given. It speaks of it as it does of the gift. */
function sinceThen({ wentBack, totalCents, organization, giftKind }: DocumentFacts, reader: Reader): Block[] {
  const { t, money, day } = reader
  if (wentBack.length === 0) return []
  const voice = undoneVoice({ paper: paperOf[giftKind], taxProfile: organization.taxProfile })
  const left = wentBack.reduce((sum, { cents }) => sum - BigInt(cents), BigInt(totalCents))
  const isPartial = left > 0n
  return [
    { kind: 'heading', text: t('documents:since.title') },
    ...wentBack.map(({ how, cents, at }): Block => {
      const date = day(at, organization.timeZone)
      if (voice === 'unvalued')
        return { kind: 'text', text: t(`documents:since.unvalued.${isPartial ? 'part' : 'whole'}`, { date }) }
      return { kind: 'text', text: t(`documents:since.${how}`, { amount: money(cents), date }) }
    }),
    {
      kind: 'text',
      tone: 'strong',
      text: t(
        `documents:since.${isPartial ? 'remaining' : 'none'}.${voice}`,
        isPartial && voice !== 'unvalued' ? { amount: money(String(left)) } : {},
      ),
    },
  ]
}

function closing(facts: DocumentFacts, reader: Reader): Block[] {
  const { t, apart } = reader
  const { giftKind, organization, payer } = facts
  const legal = (key: string) =>
    legalBlocks(reader, `documents:${key}.${organization.taxProfile}`, organization)
  const text = (key: string): Block => ({ kind: 'text', text: t(`documents:${key}`) })
  const heading = (key: string): Block => ({ kind: 'heading', text: t(`documents:${key}`) })
  switch (paperOf[giftKind]) {
    case 'receipt':
      return [text('pool'), heading('tax.title'), ...legal('tax'), text('tax.keep')]
    case 'thanks':
      return [
        { kind: 'text', text: t('documents:thanks.no_receipt', { payer: apart(payer ?? '') }) },
        text('pool'),
      ]
    case 'in_kind':
      return [heading('tax.title'), ...legal('in_kind')]
    case 'grant':
      return [text('grant.use'), heading('grant.title'), ...legal('grant')]
  }
}

/** What states want printed: in the reader's language as far as somebody translated it, and word for word as it is official. */
function disclosed({ disclosures = [] }: DocumentFacts, reader: Reader): Block[] {
  const { t, language } = reader
  if (disclosures.length === 0) return []
  return [
    { kind: 'heading', text: t('documents:disclosures.title') },
    ...disclosures.flatMap(({ english, translated }): Block[] => [
      ...(translated
        ? paragraphs(latinApart(translated, reader)).map((text): Block => ({ kind: 'text', text }))
        : []),
      ...paragraphs(english).map(
        (text, index): Block =>
          language === fallbackLanguage
            ? { kind: 'text', text }
            : {
                kind: 'official',
                lang: fallbackLanguage,
                text,
                ...(translated && index === 0 ? { lead: t('documents:official') } : {}),
              },
      ),
    ]),
  ]
}

const paragraphs = (text: string): string[] => text.split(/\n+/).filter((line) => line.trim() !== '')
