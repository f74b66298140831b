import { paragraph } from './look.ts'
import type { Organization } from './organization.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'

/** A gift in honour or in memory of someone, as its notice tells it. Never the amount. */
export type Tribute = {
  organization: Organization
  kind: 'honour' | 'memory'
  honoured: string
  /** The donor's own words; empty for none. */
  message: string
  donorName: string
  funds: string[]
}

/** The notice itself: its donor reads the same before its recipient does. */
export function TributeText({ reader, tribute }: { reader: Reader; tribute: Tribute }) {
  const { t, apart, language } = reader
  const funds = new Intl.ListFormat(language).format(tribute.funds.map(apart))
  const told = { donor: apart(tribute.donorName), honoured: apart(tribute.honoured), funds }
  return (
    <>
      <Paragraph>{t(`mail:tribute.lead.${tribute.kind}`, told)}</Paragraph>
      {tribute.message && (
        <p dir="auto" className="ink" style={{ ...paragraph, fontStyle: 'italic' }}>
          <Lines text={tribute.message} />
        </p>
      )}
    </>
  )
}

/** Broken where the donor broke them, in the text part too, and where a mail program knows no styles of white space. */
function Lines({ text }: { text: string }) {
  const [first, ...others] = text.split(/\r?\n/)
  if (others.length === 0) return first
  return (
    <>
      {first}
      <br />
      <Lines text={others.join('\n')} />
    </>
  )
}
