import type { ReactNode } from 'react'

export type TimelineStep = {
  key: string
  title: ReactNode
  when?: ReactNode
  note?: ReactNode
  ahead?: boolean
}

/** What has happened, in order, along the line; what is still ahead is dotted. */
export function Timeline({ steps }: { steps: TimelineStep[] }) {
  return (
    <ol>
      {steps.map((step, index) => (
        <li key={step.key} className="relative pb-5 ps-8">
          {index < steps.length - 1 && (
            <span
              aria-hidden="true"
              className={`absolute inset-y-0 start-[0.4rem] mt-3 border-s-3 border-line ${step.ahead ? 'border-dotted' : ''}`}
            />
          )}
          <span
            aria-hidden="true"
            className={`absolute start-0 top-1.5 size-4 rounded-full border-2 border-ink ${step.ahead ? 'bg-ground' : 'bg-ink'}`}
          />
          <p className="font-semibold">{step.title}</p>
          {step.when && <p className="figures text-s text-quiet">{step.when}</p>}
          {step.note && <div className="measure text-s">{step.note}</div>}
        </li>
      ))}
    </ol>
  )
}
