import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A year's statement can be fetched. It carries no figure and no file: both are behind the sign-in. */
export type StatementReadyProps = {
  organization: Organization
  donorName: string
  year: number
  /** A later version of one that the donor was told of, or could have fetched, before. */
  corrected: boolean
  documentsUrl: string
  demonstration?: boolean
}

const kind = ({ corrected }: StatementReadyProps) => (corrected ? 'corrected' : 'first')

export const subject = (props: StatementReadyProps, { t }: Reader) =>
  t(`mail:statement.subject.${kind(props)}`, { year: String(props.year) })

export default function StatementReady({ reader, ...props }: StatementReadyProps & { reader: Reader }) {
  const { t, apart } = reader
  const { organization } = props
  const year = String(props.year)
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:statement.preview', { organization: apart(organization.legalName) })}
      title={t(`mail:statement.subject.${kind(props)}`, { year })}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t(`mail:statement.lead.${kind(props)}`, { year, organization: apart(organization.legalName) })}
      </Paragraph>
      <Press reader={reader} href={props.documentsUrl}>
        {t('mail:statement.open')}
      </Press>
      <Paragraph quiet>{t('mail:statement.sign_in')}</Paragraph>
    </Layout>
  )
}

export const example: StatementReadyProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  year: 2026,
  corrected: false,
  documentsUrl: 'https://give.lakeshore.example/donor/statements',
}
