import type { ReactNode } from 'react'

type FigureProps = {
  label: ReactNode
  value: ReactNode
  means: ReactNode
  asOf: ReactNode
  size?: 'large' | 'small'
  /** What the figure is called by the script that keeps it live. */
  live?: string
}

/** A number with what it means and as of when: never one without the others. */
export function Figure({ label, value, means, asOf, size = 'large', live }: FigureProps) {
  return (
    <dl>
      <dt className="font-semibold">{label}</dt>
      <dd
        className={`figures mt-1 font-display leading-tight ${size === 'large' ? 'text-3xl' : 'text-xl'}`}
        data-live={live}
      >
        {value}
      </dd>
      {asOf && <dd className="mt-1 text-s text-quiet">{asOf}</dd>}
      {means && <dd className="measure mt-2 text-s text-quiet">{means}</dd>}
    </dl>
  )
}
