import { Layout } from './parts/layout.tsx'
import { paragraph } from './parts/look.ts'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** Someone typed this address into the sign-up. Only its owner can say that they want to be written to. */
export type SignUpConfirmationProps = {
  organization: Organization
  topics: ('impact' | 'alerts' | 'news')[]
  askedAt: string
  expiresAt: string
  confirmUrl: string
  demonstration?: boolean
}

export const subject = (_: SignUpConfirmationProps, { t }: Reader) => t('mail:signup.subject')

export default function SignUpConfirmation({
  reader,
  ...props
}: SignUpConfirmationProps & { reader: Reader }) {
  const { t, day } = reader
  const { organization, topics } = props
  const { timeZone } = organization
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:signup.preview')}
      title={t('mail:signup.title')}
    >
      <Paragraph>{t('mail:signup.lead', { date: day(props.askedAt, timeZone) })}</Paragraph>
      {topics.map((topic) => (
        <p key={topic} className="ink" style={{ ...paragraph, fontWeight: 600 }}>
          {t(`mail:signup.topic.${topic}`)}
        </p>
      ))}
      <Press reader={reader} href={props.confirmUrl}>
        {t('mail:signup.action')}
      </Press>
      <Paragraph quiet>{t('mail:signup.not_you', { date: day(props.expiresAt, timeZone) })}</Paragraph>
    </Layout>
  )
}

export const example: SignUpConfirmationProps = {
  organization: exampleOrganization,
  topics: ['impact', 'news'],
  askedAt: '2026-09-21T18:04:00Z',
  expiresAt: '2026-09-28T18:04:00Z',
  confirmUrl: 'https://give.lakeshore.example/updates/confirm/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
