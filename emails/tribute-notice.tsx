import { Layout } from './parts/layout.tsx'
import { colors } from './parts/look.ts'
import { exampleOrganization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import type { Reader } from './parts/reader.ts'
import { type Tribute, TributeText } from './parts/tribute-text.tsx'

/** Tells someone of a gift in honour or in memory of a person, after its donor read it and sent it. */
export type TributeNoticeProps = Tribute & {
  homeUrl: string
  stopUrl: string
  demonstration?: boolean
}

export const subject = (props: TributeNoticeProps, { t, apart }: Reader) =>
  t('mail:tribute.notice.subject', { honoured: apart(props.honoured) })

export default function TributeNotice({ reader, ...props }: TributeNoticeProps & { reader: Reader }) {
  const { t, apart } = reader
  return (
    <Layout
      reader={reader}
      organization={props.organization}
      demonstration={props.demonstration}
      preview={t('mail:tribute.notice.preview')}
      title={t(`mail:tribute.notice.title.${props.kind}`, { honoured: apart(props.honoured) })}
    >
      <TributeText reader={reader} tribute={props} />
      <Paragraph>
        <a className="teal" href={props.homeUrl} style={{ color: colors.teal }}>
          {t('mail:tribute.notice.about')}
        </a>
      </Paragraph>
      <Paragraph quiet>
        {t('mail:tribute.notice.why', { donor: apart(props.donorName) })}{' '}
        <a className="quiet" href={props.stopUrl} style={{ color: colors.quiet }}>
          {t('mail:tribute.notice.stop')}
        </a>
      </Paragraph>
    </Layout>
  )
}

export const example: TributeNoticeProps = {
  organization: exampleOrganization,
  kind: 'honour',
  honoured: 'June Example',
  message: 'Happy birthday.\nFrom all of us.',
  donorName: 'Robin Example',
  funds: ['Lakeshore Bail Fund'],
  homeUrl: 'https://give.lakeshore.example',
  stopUrl: 'https://give.lakeshore.example/tribute/stop/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
