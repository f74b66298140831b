import type { Block, Paper } from '#app/platform/pdf/paper.ts'
import { apart } from '#app/platform/pdf/plain-text.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'
import type { Organization } from '#emails/parts/organization.ts'
import { type Reader, readerOf } from '#emails/parts/reader.ts'
import type { TaxProfile } from '#emails/parts/tax-text.tsx'

export type TaxedOrganization = Organization & { taxProfile: TaxProfile; sponsor?: string }

/** A reader whose paper holds names of every script: each stays in its own direction, in any language. */
export function documentReader(language: Language): Reader {
  const reader = readerOf(language)
  return { ...reader, apart, money: (cents) => apart(reader.money(cents)) }
}

/** A legal sentence; where it is translated, the official one under it. */
export function legalBlocks(reader: Reader, key: string, organization: TaxedOrganization): Block[] {
  const { t, english, language } = reader
  const { legalName, ein, sponsor } = organization
  const values = {
    organization: apart(legalName),
    sponsor: apart(sponsor ?? legalName),
    hasEin: ein ? 'yes' : 'no',
    ein: apart(ein ?? ''),
  }
  const translated: Block = { kind: 'text', text: t(key, values) }
  if (language === fallbackLanguage) return [translated]
  return [
    translated,
    {
      kind: 'official',
      lang: fallbackLanguage,
      lead: t('documents:official'),
      text: english(key, values),
    },
  ]
}

/** The frame of every paper: whose it is, what it is called, and at its end who answers. */
export function framed(
  reader: Reader,
  of: {
    title: string
    number: string
    organization: TaxedOrganization
    madeAt: Date
    demonstration: boolean
    blocks: Iterable<Block>
  },
): Paper {
  const { t, language, direction } = reader
  const { organization, title, number } = of
  return {
    language,
    side: direction,
    title: `${title} ${number}`,
    author: organization.legalName,
    madeAt: of.madeAt,
    footer: (page) => t('documents:footer', { title, number: apart(number), page: String(page) }),
    blocks: [
      { kind: 'brand', name: apart(organization.legalName), alt: t('documents:mark') },
      { kind: 'title', text: title },
      ...(of.demonstration
        ? [{ kind: 'text', tone: 'strong', text: t('documents:demonstration') } as const]
        : []),
      ...of.blocks,
      ...imprint(reader, organization),
    ],
  }
}

function imprint({ t }: Reader, { legalName, address, ein, contactEmail }: TaxedOrganization): Block[] {
  const parts = [legalName, ...address].map(apart)
  if (ein) parts.push(t('documents:ein', { ein: apart(ein) }))
  return [
    { kind: 'text', tone: 'quiet', text: parts.join(' · ') },
    ...(contactEmail
      ? [
          {
            kind: 'text',
            tone: 'quiet',
            text: t('documents:questions', { email: apart(contactEmail) }),
          } as const,
        ]
      : []),
  ]
}
