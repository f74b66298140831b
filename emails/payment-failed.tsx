import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A monthly payment failed. One mail per failure; `nextTryAt` is null when the bank will not be asked again. */
export type PaymentFailedProps = {
  organization: Organization
  donorName: string
  fund: string
  amountCents: string
  failedAt: string
  nextTryAt: string | null
  updateUrl: string
  demonstration?: boolean
}

export const subject = ({ amountCents }: PaymentFailedProps, { t, money }: Reader) =>
  t('mail:failed.subject', { amount: money(amountCents) })

export default function PaymentFailed({ reader, ...props }: PaymentFailedProps & { reader: Reader }) {
  const { t, money, day, apart } = reader
  const { organization, nextTryAt } = props
  const { timeZone } = organization
  const next = nextTryAt ? t('mail:failed.next', { date: day(nextTryAt, timeZone) }) : t('mail:failed.last')
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:failed.preview')}
      title={t('mail:failed.title')}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t('mail:failed.lead', {
          amount: money(props.amountCents),
          fund: apart(props.fund),
          date: day(props.failedAt, timeZone),
        })}
      </Paragraph>
      <Paragraph>{t('mail:failed.why')}</Paragraph>
      <Paragraph>
        {next} {t('mail:failed.choice')}
      </Paragraph>
      <Press reader={reader} href={props.updateUrl}>
        {t('mail:failed.update')}
      </Press>
      <Paragraph quiet>{t('mail:failed.once')}</Paragraph>
    </Layout>
  )
}

export const example: PaymentFailedProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  fund: 'Lakeshore Community Bail Fund',
  amountCents: '2000',
  failedAt: '2026-09-15T14:00:00Z',
  nextTryAt: '2026-09-18T14:00:00Z',
  updateUrl: 'https://give.lakeshore.example/monthly/card/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
