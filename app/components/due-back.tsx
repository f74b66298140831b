import { scaleBand, scaleLinear } from 'd3-scale'
import { useId } from 'react'

export type DueBackColumn = { month: string; label: string; low: bigint; mid: bigint; high: bigint }

type DueBackProps = {
  title: string
  desc: string
  legend: { mid: string; span: string }
  months: DueBackColumn[]
}

const width = 1000
const height = 120
const thickness = 6

/** A column to the middle for each month, and over it a line from the least to the most, drawn on the server. */
export function DueBack({ title, desc, legend, months }: DueBackProps) {
  const id = useId()
  const across = scaleBand(
    months.map(({ month }) => month),
    [0, width],
  ).paddingInner(0.35)
  const most = Math.max(1, ...months.map(({ high }) => Number(high)))
  const down = scaleLinear([0, most], [height, 0])
  return (
    <div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-40 w-full border-b border-edge rtl:-scale-x-100"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{desc}</desc>
        {months.map(({ month, low, mid, high }) => {
          const x = across(month) ?? 0
          return (
            <g key={month}>
              <rect
                x={x}
                y={down(Number(mid))}
                width={across.bandwidth()}
                height={height - down(Number(mid))}
                fill="var(--primary-mid)"
              />
              <rect
                x={x + (across.bandwidth() - thickness) / 2}
                y={down(Number(high))}
                width={thickness}
                height={down(Number(low)) - down(Number(high))}
                fill="var(--ink)"
              />
            </g>
          )
        })}
      </svg>
      <p className="mt-1 flex justify-between text-s text-quiet" aria-hidden="true">
        <span>{months.at(0)?.label}</span>
        <span>{months.at(-1)?.label}</span>
      </p>
      <ul className="mt-2 flex flex-wrap gap-x-8 gap-y-1 text-s" aria-hidden="true">
        <Key wide label={legend.mid} />
        <Key label={legend.span} />
      </ul>
    </div>
  )
}

function Key({ label, wide = false }: { label: string; wide?: boolean }) {
  return (
    <li className="flex items-baseline gap-2">
      <svg viewBox="0 0 12 12" className="size-3 flex-none" aria-hidden="true">
        <rect
          x={wide ? 0 : 5}
          width={wide ? 12 : 2}
          height="12"
          fill={wide ? 'var(--primary-mid)' : 'var(--ink)'}
        />
      </svg>
      {label}
    </li>
  )
}
