import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A donor, or someone who typed their address, asked for a link to sign in. It names nobody. */
export type DonorSignInProps = {
  organization: Organization
  signInUrl: string
  /** How long the link can be opened. */
  minutes: number
  demonstration?: boolean
}

export const subject = ({ organization }: DonorSignInProps, { t, apart }: Reader) =>
  t('mail:donor_sign_in.subject', { organization: apart(organization.legalName) })

export default function DonorSignIn({ reader, ...props }: DonorSignInProps & { reader: Reader }) {
  const { t } = reader
  const { organization, minutes } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:donor_sign_in.preview', { count: minutes })}
      title={t('mail:donor_sign_in.title')}
    >
      <Paragraph>{t('mail:donor_sign_in.lead', { count: minutes })}</Paragraph>
      <Press reader={reader} href={props.signInUrl}>
        {t('mail:donor_sign_in.action')}
      </Press>
      <Paragraph quiet>{t('mail:donor_sign_in.not_you')}</Paragraph>
    </Layout>
  )
}

export const example: DonorSignInProps = {
  organization: exampleOrganization,
  signInUrl: 'https://give.lakeshore.example/donor/sign-in/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
  minutes: 10,
}
