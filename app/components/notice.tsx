import type { ReactNode } from 'react'

type Tone = 'info' | 'demonstration' | 'refusal'

const edges: Record<Tone, string> = {
  info: 'border-primary',
  demonstration: 'border-edge border-dashed',
  refusal: 'border-loss',
}

/** Something that has to be said beside a page's own content: by an edge, not by a box. */
export function Notice({ tone = 'info', title, children, className = '' }: NoticeProps) {
  return (
    <div
      role={tone === 'refusal' ? 'alert' : undefined}
      className={`border-s-4 ps-4 ${edges[tone]} ${className}`}
    >
      {title && <p className={`font-semibold ${tone === 'refusal' ? 'text-loss' : ''}`}>{title}</p>}
      <div className="measure text-s text-ink">{children}</div>
    </div>
  )
}

type NoticeProps = { tone?: Tone; title?: ReactNode; children: ReactNode; className?: string }
