import { Layout } from './parts/layout.tsx'
import { colors } from './parts/look.ts'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A monthly gift has stopped: by the donor, with its fund, or since its card was refused to the last. It asks for nothing. */
export type MonthlyCancelledProps = {
  organization: Organization
  donorName: string
  fund: string
  fundUrl: string
  amountCents: string
  cancelledAt: string
  /** The fund takes no more gifts: that is why. */
  fundCloses?: boolean
  /** The card was refused at the last try: that is why. `giveUrl` begins a new gift; null while the fund takes none. */
  cardRefused?: { giveUrl: string | null }
  demonstration?: boolean
}

export const subject = (_: MonthlyCancelledProps, { t }: Reader) => t('mail:cancelled.subject')

export default function MonthlyCancelled({ reader, ...props }: MonthlyCancelledProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, cardRefused } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:cancelled.preview')}
      title={t('mail:cancelled.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:cancelled.lead', {
          amount: money(props.amountCents),
          fund: apart(props.fund),
          date: day(props.cancelledAt, organization.timeZone),
        })}{' '}
        {t('mail:cancelled.receipts')}
      </Paragraph>
      {props.fundCloses && <Paragraph>{t('mail:cancelled.fund_closes')}</Paragraph>}
      {cardRefused && <Paragraph>{t('mail:cancelled.card_refused')}</Paragraph>}
      {cardRefused?.giveUrl && (
        <>
          <Paragraph>{t('mail:cancelled.begin_anew')}</Paragraph>
          <Press reader={reader} href={cardRefused.giveUrl}>
            {t('mail:cancelled.give')}
          </Press>
        </>
      )}
      <Paragraph>{t('mail:cancelled.thanks')}</Paragraph>
      <Paragraph>
        <a className="teal" href={props.fundUrl} style={{ color: colors.teal }}>
          {t('mail:cancelled.fund_page')}
        </a>
      </Paragraph>
      {organization.contactEmail && !cardRefused && (
        <Paragraph quiet>
          {t('mail:cancelled.not_you', { email: apart(organization.contactEmail) })}
        </Paragraph>
      )}
    </Layout>
  )
}

export const example: MonthlyCancelledProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  fund: 'Lakeshore Community Bail Fund',
  fundUrl: 'https://give.lakeshore.example/funds/lakeshore-community-bail-fund',
  amountCents: '2000',
  cancelledAt: '2026-09-21T18:00:00Z',
}
