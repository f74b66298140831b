import { Fragment } from 'react'
import { colors, small, textFace } from './look.ts'
import type { Organization } from './organization.ts'
import type { Reader } from './reader.ts'

type Props = {
  reader: Reader
  organization: Organization
  demonstration?: boolean
  unsubscribeUrl?: string
  askedFor?: 'updates' | 'news'
}

/** Who sent this, where they are, and how to stop it where it can be stopped. */
export function Footer({ reader, organization, demonstration, unsubscribeUrl, askedFor }: Props) {
  const { t, apart } = reader
  const { legalName, ein, address, contactEmail } = organization
  return (
    <table role="presentation" dir={reader.direction} width="100%" cellPadding="0" cellSpacing="0" border={0}>
      <tbody>
        <tr>
          <td className="hairline" dir={reader.direction} data-text="end" style={sheetEnd}>
            {demonstration && (
              <p className="ink" style={{ ...small, color: colors.ink, fontWeight: 600 }}>
                {t('mail:demonstration')}
              </p>
            )}
            {contactEmail && (
              <p className="quiet" style={small}>
                {t('mail:footer.questions', { email: apart(contactEmail) })}
              </p>
            )}
            <p className="quiet" style={small}>
              {apart(legalName)}
              {ein && (
                <>
                  <br />
                  {t('mail:footer.ein', { ein: apart(ein) })}
                </>
              )}
              {address.map((part) => (
                <Fragment key={part}>
                  <br />
                  {apart(part)}
                </Fragment>
              ))}
            </p>
            {unsubscribeUrl && (
              <p className="quiet" style={{ ...small, margin: 0 }}>
                {t(`mail:footer.why_${askedFor ?? 'updates'}`)}{' '}
                <a className="teal" href={unsubscribeUrl} style={{ color: colors.teal }}>
                  {t('mail:footer.unsubscribe')}
                </a>
              </p>
            )}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

const sheetEnd = {
  paddingTop: '20px',
  borderTop: `1px solid ${colors.hairline}`,
  fontFamily: textFace,
}
