import { Link } from '@remix-run/react'

export type Filter = { key: string; label: string; count: number | null; to: string; current: boolean }

/** Ways to narrow a list, each with how many it leaves. */
export function Filters({ label, filters }: { label: string; filters: Filter[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {filters.map(({ key, label: words, count, to, current }) => (
          <li key={key}>
            <Link
              to={to}
              aria-current={current ? 'true' : undefined}
              className="inline-block py-1 aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:no-underline"
            >
              {words}
              {count !== null && <span className="figures ms-1.5 text-quiet">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
