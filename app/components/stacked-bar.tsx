import { scaleLinear } from 'd3-scale'
import { useId } from 'react'

export type Segment = {
  key: string
  label: string
  /** What stands for the segment's length; only proportions count. */
  cents: bigint
  /** As people read it. */
  amount: string
  tone: 'strong' | 'mid' | 'faint' | 'loss'
}

type StackedBarProps = { title: string; desc: string; segments: Segment[] }

const fills: Record<Segment['tone'], string> = {
  strong: 'var(--primary)',
  mid: 'var(--primary-mid)',
  faint: 'var(--edge)',
  loss: 'var(--loss)',
}

const width = 1000
const gap = 3

/** Parts of a whole in one bar, drawn on the server, with its legend in reading order. */
export function StackedBar({ title, desc, segments }: StackedBarProps) {
  const id = useId()
  return (
    <div>
      <svg
        viewBox={`0 0 ${width} 10`}
        preserveAspectRatio="none"
        className="h-12 w-full rtl:-scale-x-100"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{desc}</desc>
        {placed(segments).map(({ segment, x, length }) => (
          <rect key={segment.key} x={x} width={length} height="10" fill={fills[segment.tone]} />
        ))}
      </svg>
      <ul className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
        {segments.map((segment) => (
          <li key={segment.key} className="flex items-baseline gap-2">
            <svg viewBox="0 0 12 12" className="size-3 flex-none" aria-hidden="true">
              <rect width="12" height="12" fill={fills[segment.tone]} />
            </svg>
            <span>
              {segment.label} <span className="figures font-semibold">{segment.amount}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Dollars are exact up to here; a bar is only as exact as a screen. */
function placed(segments: Segment[]) {
  const drawn = segments.filter((segment) => segment.cents > 0n)
  const total = drawn.reduce((sum, segment) => sum + segment.cents, 0n)
  const scale = scaleLinear([0, Number(total)], [0, width - gap * Math.max(0, drawn.length - 1)])
  let before = 0n
  return drawn.map((segment, index) => {
    const x = scale(Number(before)) + gap * index
    before += segment.cents
    return { segment, x, length: Math.max(scale(Number(segment.cents)), 2) }
  })
}
