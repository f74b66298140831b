import type { ReactNode } from 'react'

/** What stands behind a picture, for those who want it. */
export function Behind({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <details className="mt-4">
      <summary className="inline-block py-1 text-primary underline decoration-1 underline-offset-4">
        {label}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  )
}
