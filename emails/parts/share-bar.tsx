import type { Reader } from './reader.ts'
import { shareParts } from './share-parts.ts'

type Props = { reader: Reader; outCents: string; bankCents: string; lostCents: string }

/** Where a gift's part is today, as one bar. The figures stand in words below it, so readers of text lose nothing. */
export function ShareBar({ reader, outCents, bankCents, lostCents }: Props) {
  const parts = [
    { ...shareParts.out, cents: BigInt(outCents) },
    { ...shareParts.bank, cents: BigInt(bankCents) },
    { ...shareParts.lost, cents: BigInt(lostCents) },
  ].filter(({ cents }) => cents > 0n)
  const whole = parts.reduce((sum, { cents }) => sum + cents, 0n)
  if (whole === 0n) return null

  return (
    <table
      role="presentation"
      dir={reader.direction}
      width="100%"
      cellPadding="0"
      cellSpacing="0"
      border={0}
      data-skip-in-text="true"
      style={{ margin: '4px 0 12px', tableLayout: 'fixed' }}
    >
      <tbody>
        <tr>
          {parts.map(({ className, color, cents }) => (
            <td
              key={className}
              className={className}
              width={`${percent(cents, whole)}%`}
              style={{ ...segment, backgroundColor: color }}
            >
              &nbsp;
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}

/** A part too thin to see would look left out, so none is under two hundredths of the bar. */
const percent = (cents: bigint, whole: bigint) => {
  const share = (cents * 100n) / whole
  return share < 2n ? 2n : share
}

const segment = { height: '14px', fontSize: '1px', lineHeight: '14px' }
