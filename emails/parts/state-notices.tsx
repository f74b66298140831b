import { Block } from './block.tsx'
import { latinApart } from './latin-apart.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'
import { official } from './tax-text.tsx'

type Notice = { english: string; translated: string | null }

/** What states want said on receipts, in their own words; translated ones carry the official text under them. */
export function StateNotices({ reader, notices }: { reader: Reader; notices: Notice[] }) {
  if (notices.length === 0) return null
  const { t, language } = reader
  return (
    <Block reader={reader} title={t('documents:disclosures.title')}>
      {notices.map(({ english, translated }) => (
        <div key={english}>
          {translated && <Paragraph>{latinApart(translated, reader)}</Paragraph>}
          {language === 'en' ? (
            <Paragraph>{english}</Paragraph>
          ) : (
            <p lang="en" dir="ltr" className="quiet hairline" style={official}>
              {english}
            </p>
          )}
        </div>
      ))}
    </Block>
  )
}
