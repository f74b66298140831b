import { scaleBand, scaleLinear } from 'd3-scale'
import { useId } from 'react'

export type MonthColumn = { month: string; label: string; cents: bigint }

type GiftsOverTimeProps = { title: string; desc: string; months: MonthColumn[] }

const width = 1000
const height = 100

/** A column for each month, on one baseline, drawn on the server. */
export function GiftsOverTime({ title, desc, months }: GiftsOverTimeProps) {
  const id = useId()
  const across = scaleBand(
    months.map(({ month }) => month),
    [0, width],
  ).paddingInner(0.35)
  const up = scaleLinear([0, Math.max(1, ...months.map(({ cents }) => Number(cents)))], [0, height])
  return (
    <div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-32 w-full border-b border-edge rtl:-scale-x-100"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{desc}</desc>
        {months.map(({ month, cents }) => (
          <rect
            key={month}
            x={across(month)}
            y={height - up(Number(cents))}
            width={across.bandwidth()}
            height={up(Number(cents))}
            fill="var(--primary-mid)"
          />
        ))}
      </svg>
      <p className="mt-1 flex justify-between text-s text-quiet" aria-hidden="true">
        <span>{months.at(0)?.label}</span>
        <span>{months.length > 1 && months.at(-1)?.label}</span>
      </p>
    </div>
  )
}
