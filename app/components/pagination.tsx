import { Link } from '@remix-run/react'
import { useWords } from './words.ts'

/** Back to the first rows, on to the next ones. Addresses carry the key of the last row seen, never a page number. */
export function Pagination({ first, next }: { first: string | null; next: string | null }) {
  const { t } = useWords()
  if (!first && !next) return null
  return (
    <nav aria-label={t('admin:pages.label')} className="flex justify-between gap-4 py-4">
      {first ? <Link to={first}>{t('admin:pages.first')}</Link> : <span />}
      {next ? <Link to={next}>{t('admin:pages.next')}</Link> : <span />}
    </nav>
  )
}
