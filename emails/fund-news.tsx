import { type ImpactUpdateProps, example as impact } from './impact-update.tsx'
import { Block } from './parts/block.tsx'
import { Layout } from './parts/layout.tsx'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** What a fund did since its last close, for readers who asked for news: the same three blocks, and no share of anyone's. */
export type FundNewsProps = Omit<ImpactUpdateProps, 'share'>

export const subject = ({ fund }: FundNewsProps, { t, apart }: Reader) =>
  t('mail:impact.title', { fund: apart(fund) })

export default function FundNews({ reader, ...props }: FundNewsProps & { reader: Reader }) {
  const { t, apart } = reader
  const { organization, situation, results, actions } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      unsubscribeUrl={props.unsubscribeUrl}
      askedFor="news"
      preview={situation.title}
      title={t('mail:impact.title', { fund: apart(props.fund) })}
    >
      <Paragraph>{t('mail:impact.lead')}</Paragraph>
      {props.demonstrationPolicy && <Paragraph quiet>{t('mail:impact.demonstration_policy')}</Paragraph>}
      <Block reader={reader} {...situation} />
      <Block reader={reader} {...results} />
      <Block reader={reader} {...actions}>
        <Press reader={reader} href={props.fundUrl}>
          {t('mail:impact.fund_page')}
        </Press>
      </Block>
    </Layout>
  )
}

const { share: _share, ...withoutShare } = impact

export const example: FundNewsProps = withoutShare
