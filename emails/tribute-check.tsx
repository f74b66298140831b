import { Layout } from './parts/layout.tsx'
import { exampleOrganization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'
import { type Tribute, TributeText } from './parts/tribute-text.tsx'

/** A donor reads the notice before anybody else; without a recipient it is theirs to pass on. */
export type TributeCheckProps = Tribute & {
  homeUrl: string
  recipient: string | null
  /** Where they say whether it goes out; null where there is nobody to tell. */
  lookUrl: string | null
  demonstration?: boolean
}

export const subject = (_: TributeCheckProps, { t }: Reader) => t('mail:tribute.check.subject')

export default function TributeCheck({ reader, ...props }: TributeCheckProps & { reader: Reader }) {
  const { t, apart } = reader
  return (
    <Layout
      reader={reader}
      organization={props.organization}
      demonstration={props.demonstration}
      preview={t('mail:tribute.check.preview')}
      title={t('mail:tribute.check.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {props.recipient
          ? t('mail:tribute.check.lead', { recipient: apart(props.recipient) })
          : t('mail:tribute.check.pass_on')}
      </Paragraph>
      <TributeText reader={reader} tribute={props} />
      {props.lookUrl && (
        <Press reader={reader} href={props.lookUrl}>
          {t('mail:tribute.check.action')}
        </Press>
      )}
      <Paragraph quiet>{t('mail:tribute.check.forgotten')}</Paragraph>
    </Layout>
  )
}

export const example: TributeCheckProps = {
  organization: exampleOrganization,
  kind: 'memory',
  honoured: 'June Example',
  message: 'She never let anyone sit alone.',
  donorName: 'Robin Example',
  funds: ['Lakeshore Bail Fund', 'Rides Home'],
  homeUrl: 'https://give.lakeshore.example',
  recipient: 'kim@reader.example',
  lookUrl: 'https://give.lakeshore.example/tribute/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
