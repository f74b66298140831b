import { Block } from './block.tsx'
import { colors, small } from './look.ts'
import type { Organization } from './organization.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader, Translate } from './reader.ts'

/** What a gift means for taxes in the United States; data of the organization, never decided in code. */
export type TaxProfile = 'us_501c3' | 'us_sponsored' | 'not_deductible' | 'other'

type Props = { reader: Reader; organization: Organization & { taxProfile: TaxProfile; sponsor?: string } }

/**
 * The acknowledgment that a donor's tax records need: who received it and that nothing was given in exchange
 * (26 U.S.C. 170(f)(8)). A translated receipt carries the text in the official language too.
 */
export function TaxText({ reader, organization }: Props) {
  const { t, language, english, apart } = reader
  return (
    <Block reader={reader} title={t('mail:receipt.tax.title')}>
      <Paragraph>{taxSentence(t, organization, apart)}</Paragraph>
      {language !== 'en' && (
        <>
          <Paragraph quiet>{t('mail:receipt.tax.official')}</Paragraph>
          <p lang="en" dir="ltr" className="quiet hairline" style={official}>
            {taxSentence(english, organization, (text) => text)}
          </p>
        </>
      )}
      <Paragraph>{t('mail:receipt.tax.keep')}</Paragraph>
    </Block>
  )
}

function taxSentence(t: Translate, organization: Props['organization'], apart: (text: string) => string) {
  const { taxProfile, legalName, ein, sponsor } = organization
  return t(`mail:receipt.tax.${taxProfile}`, {
    organization: apart(legalName),
    sponsor: apart(sponsor ?? legalName),
    hasEin: ein ? 'yes' : 'no',
    ein: apart(ein ?? ''),
  })
}

const official = {
  ...small,
  padding: '0 0 0 14px',
  borderLeft: `2px solid ${colors.hairline}`,
  textAlign: 'left' as const,
}
