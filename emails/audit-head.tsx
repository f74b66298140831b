import { Facts } from './parts/facts.tsx'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** How far the audit is sealed, kept where nobody who could rewrite it can reach: in mailboxes. */
export type AuditHeadProps = {
  organization: Organization
  staffName: string
  /** How many rows are sealed; the number of the last link. */
  rows: string
  /** The last link, in hexadecimal. */
  hash: string
  sealedAt: string
  chainUrl: string
}

export const subject = ({ rows }: AuditHeadProps, { t }: Reader) => t('staff-mail:audit.subject', { rows })

export default function AuditHead({ reader, ...props }: AuditHeadProps & { reader: Reader }) {
  const { t, moment } = reader
  const { organization, rows, hash, sealedAt } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      preview={t('staff-mail:audit.preview', { rows })}
      title={t('staff-mail:audit.title')}
    >
      <Paragraph>{t('staff-mail:audit.lead', { name: props.staffName })}</Paragraph>
      <Facts
        reader={reader}
        facts={[
          { label: t('staff-mail:audit.rows'), value: rows },
          { label: t('staff-mail:audit.sealed'), value: moment(sealedAt, organization.timeZone) },
          // In groups of eight, so that it breaks over lines and can be compared by eye.
          { label: t('staff-mail:audit.hash'), value: hash.replaceAll(/(.{8})(?=.)/g, '$1 ') },
        ]}
      />
      <Press reader={reader} href={props.chainUrl}>
        {t('staff-mail:audit.action')}
      </Press>
      <Paragraph quiet>{t('staff-mail:footer.why', { organization: organization.legalName })}</Paragraph>
    </Layout>
  )
}

export const example: AuditHeadProps = {
  organization: exampleOrganization,
  staffName: 'Sam Example',
  rows: '4711',
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  sealedAt: '2026-09-21T05:30:00Z',
  chainUrl: 'https://give.lakeshore.example/admin/audit/chain',
}
