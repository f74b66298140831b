import type { ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'

/** The browser's own printing; without scripts it is in the browser's menu. */
export const PrintButton = ({ children }: { children: ReactNode }) => (
  <Button type="button" onClick={() => window.print()}>
    {children}
  </Button>
)
