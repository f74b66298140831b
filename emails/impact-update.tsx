import { Block, type BlockText } from './parts/block.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { PoolShare, type PoolShareProps } from './parts/pool-share.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** What a fund did since its last close. The three blocks come in the reader's language, approved by two people. */
export type ImpactUpdateProps = {
  organization: Organization
  fund: string
  fundUrl: string
  situation: BlockText
  results: BlockText
  actions: BlockText
  share: PoolShareProps
  /** The fund shows its figures at once and for groups of any size; the mail must say so. */
  demonstrationPolicy: boolean
  unsubscribeUrl: string
  demonstration?: boolean
}

export const subject = ({ fund }: ImpactUpdateProps, { t, apart }: Reader) =>
  t('mail:impact.subject', { fund: apart(fund) })

export default function ImpactUpdate({ reader, ...props }: ImpactUpdateProps & { reader: Reader }) {
  const { t, day, apart } = reader
  const { organization, situation, results, actions, share } = props
  const date = day(share.asOf, organization.timeZone)
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      unsubscribeUrl={props.unsubscribeUrl}
      preview={t('mail:impact.preview', { title: situation.title, date })}
      title={t('mail:impact.title', { fund: apart(props.fund) })}
    >
      <Paragraph>{t('mail:impact.lead')}</Paragraph>
      {props.demonstrationPolicy && <Paragraph quiet>{t('mail:impact.demonstration_policy')}</Paragraph>}
      <Block reader={reader} {...situation} />
      <Block reader={reader} {...results} />
      <PoolShare reader={reader} share={share} timeZone={organization.timeZone} />
      <Block reader={reader} {...actions}>
        <Press reader={reader} href={props.fundUrl}>
          {t('mail:impact.fund_page')}
        </Press>
      </Block>
    </Layout>
  )
}

export const example: ImpactUpdateProps = {
  organization: exampleOrganization,
  fund: 'Lakeshore Community Bail Fund',
  fundUrl: 'https://give.lakeshore.example/funds/lakeshore-community-bail-fund',
  situation: {
    title: 'The situation',
    paragraphs: [
      'Since summer, judges in the county have set cash bail more often. More people wait in jail because they cannot pay.',
    ],
  },
  results: {
    title: 'The results',
    paragraphs: ['The pool posted bail for people held in the county jail. Most cases are still open.'],
  },
  actions: {
    title: 'What you can do',
    paragraphs: ['Come to the public meeting on court dates, or ask us for a ride for someone who has one.'],
  },
  share: {
    giftsCents: '5000',
    people: 14,
    postedShareCents: '6100',
    outShareCents: '3800',
    bankShareCents: '920',
    lostShareCents: '64',
    asOf: '2026-09-30',
  },
  demonstrationPolicy: true,
  unsubscribeUrl: 'https://give.lakeshore.example/updates/stop/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
