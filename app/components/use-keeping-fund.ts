import { useSearchParams } from '@remix-run/react'

/** Addresses of this page with another query, and with the fund to which it is narrowed now. */
export function useKeepingFund(path: string): (query?: Record<string, string>) => string {
  const [search] = useSearchParams()
  const fund = search.get('fund')
  return (query = {}) => {
    const kept = new URLSearchParams({ ...(fund ? { fund } : {}), ...query }).toString()
    return kept ? `${path}?${kept}` : path
  }
}
