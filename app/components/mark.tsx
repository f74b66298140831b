/** The mark: a door ajar, and the light that falls out. It stands beside the name, so it says nothing of its own. */
export function Mark({ className = 'size-8' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" fill="none">
      <path d="M7 27V4h16v23" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
      <path d="M7 4l9 4v22l-9-3z" fill="currentColor" />
      <path d="M19.5 27H30" stroke="var(--line)" strokeWidth="3" strokeLinecap="round" />
      <path d="M19.5 27V9" stroke="var(--line)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  )
}
