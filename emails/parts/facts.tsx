import { colors, endSide, startSide, textFace } from './look.ts'
import type { Reader } from './reader.ts'
import { type SharePart, shareParts } from './share-parts.ts'

export type Fact = {
  label: string
  value: string
  total?: boolean
  /** Puts the colour that stands for this part beside its label. */
  part?: SharePart
}

/** Labels and values under each other, hairlines between; the total stands out. */
export function Facts({ reader, facts, caption }: { reader: Reader; facts: Fact[]; caption?: string }) {
  const { direction } = reader
  return (
    <table dir={direction} width="100%" cellPadding="0" cellSpacing="0" border={0} style={sheet}>
      {caption && (
        <caption
          className="quiet"
          data-text="line"
          style={{ ...cell, ...captionLook, textAlign: startSide(reader) }}
        >
          {caption}
        </caption>
      )}
      <tbody>
        {facts.map((fact) => (
          <Row key={fact.label} reader={reader} {...fact} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ reader, label, value, total, part }: Fact & { reader: Reader }) {
  const fontWeight = total ? 600 : 400
  const side = reader.direction === 'rtl' ? 'Right' : 'Left'
  return (
    <tr data-text="fact">
      <th
        scope="row"
        dir={reader.direction}
        className={total ? 'ink hairline' : 'quiet hairline'}
        style={{
          ...cell,
          color: total ? colors.ink : colors.quiet,
          fontWeight,
          width: part ? '70%' : '50%',
          textAlign: startSide(reader),
        }}
      >
        {part && <Swatch reader={reader} part={part} />}
        {label}
      </th>
      <td
        dir={reader.direction}
        className="ink hairline"
        style={{ ...cell, ...figure, [`padding${side}`]: '16px', fontWeight, textAlign: endSide(reader) }}
      >
        {value}
      </td>
    </tr>
  )
}

function Swatch({ reader, part }: { reader: Reader; part: SharePart }) {
  const { className, color } = shareParts[part]
  const margin = reader.direction === 'rtl' ? '0 0 0 8px' : '0 8px 0 0'
  return <span className={className} style={{ ...swatch, backgroundColor: color, margin }} />
}

const sheet = { margin: '4px 0 24px' }

const cell = {
  padding: '9px 0',
  borderBottom: `1px solid ${colors.hairline}`,
  fontFamily: textFace,
  fontSize: '15px',
  lineHeight: '22px',
  verticalAlign: 'top',
}

const captionLook = { padding: '0 0 4px', borderBottom: '0', color: colors.quiet }

const figure = { color: colors.ink, fontVariantNumeric: 'tabular-nums' }

const swatch = { display: 'inline-block', width: '10px', height: '10px' }
