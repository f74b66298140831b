import { type Card, cardText } from './parts/card.ts'
import { Layout } from './parts/layout.tsx'
import { exampleOrganization, type Organization } from './parts/organization.ts'
import { Paragraph } from './parts/paragraph.tsx'
import { Press } from './parts/press.tsx'
import type { Reader } from './parts/reader.ts'

/** A monthly gift needs a working card: its own ends this month or the next, or someone of the staff asks. `card` is null where we do not know it. */
export type CardNeededProps = {
  organization: Organization
  donorName: string
  fund: string
  amountCents: string
  why: 'expires' | 'expires_now' | 'asked'
  card: Card | null
  updateUrl: string
  demonstration?: boolean
}

export const subject = ({ why }: CardNeededProps, { t }: Reader) => t(`mail:card_needed.subject.${why}`)

export default function CardNeeded({ reader, ...props }: CardNeededProps & { reader: Reader }) {
  const { t, money, apart } = reader
  const { organization, card, why } = props
  return (
    <Layout
      reader={reader}
      organization={organization}
      demonstration={props.demonstration}
      preview={t('mail:card_needed.preview')}
      title={t(`mail:card_needed.subject.${why}`)}
    >
      <Paragraph>{t('mail:greeting', { name: apart(props.donorName) })}</Paragraph>
      <Paragraph>
        {t(`mail:card_needed.lead.${why}`, {
          amount: money(props.amountCents),
          fund: apart(props.fund),
          card: card ? cardText(reader, card) : t('mail:card_needed.card'),
        })}
      </Paragraph>
      <Paragraph>{t('mail:card_needed.choice')}</Paragraph>
      <Press reader={reader} href={props.updateUrl}>
        {t('mail:failed.update')}
      </Press>
    </Layout>
  )
}

export const example: CardNeededProps = {
  organization: exampleOrganization,
  donorName: 'Robin Example',
  fund: 'Lakeshore Community Bail Fund',
  amountCents: '2000',
  why: 'expires',
  card: { brand: 'visa', last4: '4242' },
  updateUrl: 'https://give.lakeshore.example/monthly/eyJ0b2tlbiI6ImV4YW1wbGUifQ',
}
