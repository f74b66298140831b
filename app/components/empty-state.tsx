import type { ReactNode } from 'react'

/** Nothing here yet: why, and the next step. */
export function EmptyState({
  title,
  children,
  next,
}: {
  title: ReactNode
  children: ReactNode
  next?: ReactNode
}) {
  return (
    <div className="py-6">
      <svg
        viewBox="0 0 160 48"
        className="h-12 w-40 rtl:-scale-x-100"
        aria-hidden="true"
        fill="none"
        strokeLinecap="round"
      >
        <ellipse cx="34" cy="34" rx="30" ry="10" stroke="var(--primary)" strokeWidth="1.5" />
        <path
          d="M34 34C60 44 84 40 104 28S136 8 152 12"
          stroke="var(--line)"
          strokeWidth="3"
          strokeDasharray="1 9"
        />
      </svg>
      <p className="mt-3 font-display text-l">{title}</p>
      <div className="measure mt-1 text-quiet">{children}</div>
      {next && <div className="mt-4">{next}</div>}
    </div>
  )
}
