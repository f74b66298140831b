import { Block } from './block.tsx'
import { colors, small } from './look.ts'
import type { Organization } from './organization.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader, Translate } from './reader.ts'

/** What a gift means for taxes in the United States; data of the organization, never decided in code. */
export type TaxProfile = 'us_501c3' | 'us_sponsored' | 'not_deductible' | 'other'

export type TaxedOrganization = Organization & { taxProfile: TaxProfile; sponsor?: string }

type Sentence = (profile: TaxProfile) => string

type Props = {
  reader: Reader
  organization: TaxedOrganization
  /** What is said of which gift, where it is not money from the giver's own pocket. */
  of?: { title: string; sentence: Sentence }
}

/**
 * The acknowledgment that a donor's tax records need: who received it and that nothing was given in exchange
 * (26 U.S.C. 170(f)(8)). A translated receipt carries the text in the official language too.
 */
export function TaxText({ reader, organization, of }: Props) {
  const { t, language, english, apart } = reader
  const sentence = of?.sentence ?? ofReceipt
  return (
    <Block reader={reader} title={t(of?.title ?? 'mail:receipt.tax.title')}>
      <Paragraph>{taxSentence(t, sentence, organization, apart)}</Paragraph>
      {language !== 'en' && (
        <>
          <Paragraph quiet>{t('mail:receipt.tax.official')}</Paragraph>
          <p lang="en" dir="ltr" className="quiet hairline" style={official}>
            {taxSentence(english, sentence, organization, (text) => text)}
          </p>
        </>
      )}
      {!of && <Paragraph>{t('mail:receipt.tax.keep')}</Paragraph>}
    </Block>
  )
}

const ofReceipt: Sentence = (profile) => `mail:receipt.tax.${profile}`

function taxSentence(
  t: Translate,
  sentence: Sentence,
  organization: TaxedOrganization,
  apart: (text: string) => string,
) {
  const { taxProfile, legalName, ein, sponsor } = organization
  return t(sentence(taxProfile), {
    organization: apart(legalName),
    sponsor: apart(sponsor ?? legalName),
    hasEin: ein ? 'yes' : 'no',
    ein: apart(ein ?? ''),
  })
}

/** Words in the official language, whatever the reader's own is. */
export const official = {
  ...small,
  padding: '0 0 0 14px',
  borderLeft: `2px solid ${colors.hairline}`,
  textAlign: 'left' as const,
}
