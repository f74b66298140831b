import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { LinkButton } from '../button.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** Cash that was signed out for a disbursement, and the way to sign some out. */
export function CashFor({ page }: { page: DisbursementPage }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const covering = page.advances.filter(({ covers }) => covers)
  if (covering.length === 0 && !page.maySignOut) return null
  return (
    <div className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('cash:for.title')}</h2>
      {covering.map(({ id, posterName, leftCents, amountCents, waits }) => (
        <p key={id}>
          <Link to={paths.advance(id)} className="inline-block py-0.5">
            {waits
              ? t('cash:for.waits', { poster: posterName, amount: money(amountCents) })
              : t('cash:for.out', { poster: posterName, left: money(leftCents) })}
          </Link>
        </p>
      ))}
      {page.maySignOut && (
        <LinkButton to={paths.signOutCash(page.id)} tone="outline">
          {t('cash:for.sign_out')}
        </LinkButton>
      )}
    </div>
  )
}
