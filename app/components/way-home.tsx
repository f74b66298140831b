import { useId } from 'react'
import { useWords } from './words.ts'

/** The one idea as a drawing: a line leaves the pool, passes through a door, and comes back to the pool. */
export function WayHome({ className = '' }: { className?: string }) {
  const { t } = useWords()
  const id = useId()
  return (
    <svg
      viewBox="8 24 628 342"
      className={`h-auto w-full rtl:-scale-x-100 ${className}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <title id={`${id}-title`}>{t('public:way.title')}</title>
      <desc id={`${id}-desc`}>{t('public:way.desc')}</desc>
      <g stroke="var(--primary)" strokeWidth="1.5">
        <ellipse cx="150" cy="316" rx="134" ry="42" />
        <ellipse cx="150" cy="316" rx="94" ry="29" opacity="0.75" />
        <ellipse cx="150" cy="316" rx="54" ry="16" opacity="0.5" />
      </g>
      <path d="M300 330H632" stroke="var(--hairline)" strokeWidth="1.5" />
      <path d="M428 330V116h98v214" stroke="var(--ink)" strokeWidth="1.5" />
      <path
        className="draws"
        pathLength="1"
        d="M150 316C230 372 372 372 470 300C556 236 640 214 616 132C588 36 392 24 268 88C176 136 130 208 150 308"
        stroke="var(--line)"
        strokeWidth="5"
      />
      <path d="M428 116l54 26v214l-54-26z" fill="var(--ground)" stroke="var(--ink)" strokeWidth="1.5" />
      <circle cx="471" cy="246" r="3" fill="var(--ink)" />
    </svg>
  )
}
