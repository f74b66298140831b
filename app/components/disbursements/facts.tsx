import type { ReactNode } from 'react'

export type Fact = { key: string; label: ReactNode; value: ReactNode; number?: boolean }

/** Names and values, one under the other on a phone, side by side where there is room. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid sm:grid-cols-[minmax(9rem,auto)_1fr]">
      {facts.map(({ key, label, value, number }) => (
        <div key={key} className="border-b border-hairline py-1.5 sm:contents">
          <dt className="text-quiet sm:border-b sm:border-hairline sm:py-1.5 sm:pe-6">{label}</dt>
          <dd className={`sm:border-b sm:border-hairline sm:py-1.5 ${number ? 'figures' : ''}`}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
