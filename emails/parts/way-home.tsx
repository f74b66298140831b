import { colors, endSide, startSide } from './look.ts'
import type { Reader } from './reader.ts'

/**
 * The mark: a line that passes through a door. Drawn with the borders of a table, since mail programs block pictures.
 * Plain text does without it: the sender's name stands in the mail's own fields and at its end.
 */
export function WayHome({ reader, name }: { reader: Reader; name: string }) {
  return (
    <table
      data-skip-in-text="true"
      role="presentation"
      dir={reader.direction}
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      border={0}
    >
      <tbody>
        <tr>
          <td
            className="teal"
            style={{
              ...line,
              padding: '0 0 8px',
              fontSize: '15px',
              lineHeight: '20px',
              fontWeight: 600,
              color: colors.teal,
              textAlign: startSide(reader),
            }}
          >
            {reader.apart(name)}
          </td>
          <td className="door" width="16" style={{ ...line, ...door }}>
            &nbsp;
          </td>
          <td width="36" style={{ ...line, fontSize: '1px', textAlign: endSide(reader) }}>
            &nbsp;
          </td>
        </tr>
      </tbody>
    </table>
  )
}

const line = { borderBottom: `3px solid ${colors.marigold}` }

const door = {
  width: '16px',
  height: '30px',
  fontSize: '1px',
  borderTop: `3px solid ${colors.teal}`,
  borderLeft: `3px solid ${colors.teal}`,
  borderRight: `3px solid ${colors.teal}`,
}
