import { Head } from '@react-email/head'
import { Html } from '@react-email/html'
import { Preview } from '@react-email/preview'
import type { ReactNode } from 'react'
import { Footer } from './footer.tsx'
import { colors, darkStyles, displayFace, startSide, textFace } from './look.ts'
import type { Organization } from './organization.ts'
import type { Reader } from './reader.ts'
import { WayHome } from './way-home.tsx'

type Props = {
  reader: Reader
  organization: Organization
  preview: string
  title: string
  children: ReactNode
  /** Says that no real money moved; true only for a deployment that runs without live keys. */
  demonstration?: boolean
  unsubscribeUrl?: string
  /** What its reader asked for, said beside the way to stop it. */
  askedFor?: 'updates' | 'news'
}

/** The sheet that every mail is written on: the mark, a title, the message, and who sent it. */
export function Layout({ reader, organization, preview, title, children, ...footer }: Props) {
  const { direction, language } = reader
  return (
    <Html lang={language} dir={direction}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style>{darkStyles}</style>
      </Head>
      <body dir={direction} className="paper" style={{ backgroundColor: colors.paper, margin: 0 }}>
        <Preview>{preview}</Preview>
        <table className="paper" dir={direction} style={{ backgroundColor: colors.paper }} {...plain}>
          <tbody>
            <tr>
              <td dir={direction} align="center">
                <table dir={direction} style={{ maxWidth: '560px' }} {...plain}>
                  <tbody>
                    <tr>
                      <td dir={direction} style={{ ...sheet, textAlign: startSide(reader) }}>
                        <WayHome reader={reader} name={organization.legalName} />
                        <h1 className="ink" style={{ ...heading, fontFamily: displayFace(reader) }}>
                          {title}
                        </h1>
                        {children}
                        <Footer reader={reader} organization={organization} {...footer} />
                      </td>
                    </tr>
                  </tbody>
                </table>
              </td>
            </tr>
          </tbody>
        </table>
      </body>
    </Html>
  )
}

/** A table that only places things. */
const plain = { role: 'presentation', width: '100%', cellPadding: '0', cellSpacing: '0', border: 0 }

const sheet = { padding: '28px 20px 36px', fontFamily: textFace }

const heading = {
  margin: '28px 0 16px',
  fontSize: '27px',
  lineHeight: '35px',
  fontWeight: 'normal',
  color: colors.ink,
}
