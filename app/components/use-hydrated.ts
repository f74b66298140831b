import { useSyncExternalStore } from 'react'

/** Whether the page's own script runs yet. What cannot work without it says so by being disabled until then. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )

const neverChanges = () => () => undefined
