import type { ReactNode } from 'react'

/**
 * A second look before something that is hard to take back: the question and the deed appear under the first button.
 * A native element, so that it works before and without scripts.
 */
export function Confirm({
  ask,
  children,
  tone = 'refuse',
  open = false,
}: {
  ask: ReactNode
  children: ReactNode
  tone?: 'refuse' | 'outline'
  /** What was typed came back: it is shown without another press. */
  open?: boolean
}) {
  const colour =
    tone === 'refuse'
      ? 'border-loss! text-loss hover:bg-loss-soft'
      : 'border-primary! text-primary hover:bg-primary-soft'
  return (
    <details className="group" open={open}>
      <summary className={`press list-none [&::-webkit-details-marker]:hidden ${colour}`}>{ask}</summary>
      <div className="mt-3 border-s-4 border-hairline ps-4">{children}</div>
    </details>
  )
}
