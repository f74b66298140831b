import type { ReactNode } from 'react'

export type Progress = 'waiting' | 'moving' | 'done' | 'lost'

type StateMarkProps = {
  progress: Progress
  /** It says a sentence, which may need more than one line, where a state is a word or two. */
  sentence?: boolean
  children: ReactNode
}

/** How far along something is. The shape says it, the word says it, the colour only helps. */
export function StateMark({ progress, sentence = false, children }: StateMarkProps) {
  return (
    <span
      className={`inline-flex items-baseline gap-1.5 ${sentence ? '' : 'whitespace-nowrap'} ${progress === 'lost' ? 'text-loss' : ''}`}
    >
      <svg
        viewBox="0 0 16 16"
        className="size-[0.85em] flex-none translate-y-[0.08em] rtl:-scale-x-100"
        aria-hidden="true"
        fill="none"
      >
        {shapes[progress]}
      </svg>
      {children}
    </span>
  )
}

const ring = <circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeWidth="1.75" />

const shapes: Record<Progress, ReactNode> = {
  waiting: ring,
  moving: (
    <>
      {ring}
      <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
    </>
  ),
  done: <circle cx="8" cy="8" r="7.25" fill="currentColor" />,
  lost: (
    <>
      {ring}
      <path d="M3.5 12.5l9-9" stroke="currentColor" strokeWidth="1.75" />
    </>
  ),
}
