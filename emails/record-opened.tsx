import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A record was opened in an emergency, or what someone else found about it. A case code, and nothing about the person. */
export type RecordOpenedProps = {
  organization: Organization
  staffName: string
  event: 'opened' | 'justified' | 'not_justified'
  fund: string
  caseCode: string | null
  /** Who opened it, or who judged it. */
  by: string
  /** The reason's code. */
  reason: string
  at: string
  until: string
  url: string
}

export const subject = ({ event, fund }: RecordOpenedProps, { t }: Reader) =>
  t(`staff-mail:glass.${event}.subject`, { fund })

export default function RecordOpened({ reader, ...props }: RecordOpenedProps & { reader: Reader }) {
  const { t, moment } = reader
  const { organization, event, by, caseCode } = props
  const when = (at: string) => moment(at, organization.timeZone)
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t(`staff-mail:glass.${event}.title`)}
      title={t(`staff-mail:glass.${event}.title`)}
    >
      <Paragraph>{t(`staff-mail:glass.${event}.lead`, { name: props.staffName, by })}</Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('staff-mail:notice.fund'), value: props.fund },
          ...(caseCode ? [{ label: t('staff-mail:notice.case'), value: caseCode }] : []),
          { label: t('staff-mail:glass.reason'), value: t(`staff-mail:glass.reason.${props.reason}`) },
          { label: t('staff-mail:notice.by'), value: by },
          { label: t('staff-mail:notice.when'), value: when(props.at) },
          ...(event === 'opened' ? [{ label: t('staff-mail:glass.until'), value: when(props.until) }] : []),
        ]}
      />
      {event === 'opened' && <Paragraph>{t('staff-mail:glass.money')}</Paragraph>}
      <Press reader={reader} href={props.url}>
        {t('staff-mail:notice.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: RecordOpenedProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  event: 'opened',
  fund: 'Bail Fund',
  caseCode: 'K7QM-4TXR',
  by: 'Kit Example',
  reason: 'medical',
  at: '2026-09-21T18:04:00Z',
  until: '2026-09-21T19:04:00Z',
  url: 'https://give.lakeshore.example/admin/emergencies',
}
