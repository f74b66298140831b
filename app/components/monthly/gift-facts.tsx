import type { ReactNode } from 'react'

export type GiftFact = { label: string; value: ReactNode }

/** What is charged, for whom and when: a line each, its name before its figure. */
export function GiftFacts({ facts }: { facts: GiftFact[] }) {
  return (
    <dl className="measure border-t border-hairline">
      {facts.map(({ label, value }) => (
        <div key={label} className="flex flex-wrap justify-between gap-x-6 border-b border-hairline py-2">
          <dt className="text-quiet">{label}</dt>
          <dd className="figures font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
