import { scaleBand, scaleLinear } from 'd3-scale'
import { useId } from 'react'

type ChartColumn = { key: string; label: string; value: number }

type ColumnChartProps = { title: string; desc: string; columns: ChartColumn[] }

const width = 1000
const height = 100

/** Columns on one baseline, drawn on the server; under it the first and the last are named. */
export function ColumnChart({ title, desc, columns }: ColumnChartProps) {
  const id = useId()
  const across = scaleBand(
    columns.map(({ key }) => key),
    [0, width],
  ).paddingInner(0.35)
  const up = scaleLinear([0, Math.max(1, ...columns.map(({ value }) => value))], [0, height])
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
        {columns.map(({ key, value }) => (
          <rect
            key={key}
            x={across(key)}
            y={height - up(value)}
            width={across.bandwidth()}
            height={up(value)}
            fill="var(--primary-mid)"
          />
        ))}
      </svg>
      <p className="mt-1 flex justify-between text-s text-quiet" aria-hidden="true">
        <span>{columns.at(0)?.label}</span>
        <span>{columns.length > 1 && columns.at(-1)?.label}</span>
      </p>
    </div>
  )
}
