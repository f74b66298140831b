import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'

type Props = { disbursementId: string; mayName: boolean }

/** Money is out for a case by whose code nobody is known: a night has no time for it, so its place to be entered is here. */
export function WhoseCase({ disbursementId, mayName }: Props) {
  const { t } = useWords()
  if (!mayName) return null
  return (
    <Notice title={t('admin:case.nobody')}>
      <Link to={paths.identity(disbursementId)} className="inline-block py-0.5">
        {t('admin:case.nobody.enter')}
      </Link>
    </Notice>
  )
}
