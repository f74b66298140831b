import { colors, textFace } from './look.ts'
import type { Reader } from './reader.ts'

/** The one clear action of a mail. */
export function Press({ reader, href, children }: { reader: Reader; href: string; children: string }) {
  return (
    <table
      role="presentation"
      dir={reader.direction}
      cellPadding="0"
      cellSpacing="0"
      border={0}
      style={{ margin: '8px 0 24px' }}
    >
      <tbody>
        <tr>
          <td className="press" style={{ backgroundColor: colors.teal, borderRadius: '6px' }}>
            <a className="press" href={href} style={label}>
              {children}
            </a>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

const label = {
  display: 'inline-block',
  padding: '13px 24px',
  borderRadius: '6px',
  backgroundColor: colors.teal,
  color: colors.paper,
  fontFamily: textFace,
  fontSize: '16px',
  lineHeight: '22px',
  fontWeight: 600,
  textDecoration: 'none',
}
