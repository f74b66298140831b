import type { ReactNode } from 'react'
import { paragraph, small } from './look.ts'

/** One thought. `quiet` for what may be skipped. */
export function Paragraph({ quiet, dir, children }: { quiet?: boolean; dir?: 'auto'; children: ReactNode }) {
  return (
    <p dir={dir} className={quiet ? 'quiet' : 'ink'} style={quiet ? small : paragraph}>
      {children}
    </p>
  )
}
