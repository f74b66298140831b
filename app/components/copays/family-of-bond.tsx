import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import type { BondFrame } from '../bonds/bond-frame.ts'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** The family's part of the bond: what went in, and where each dollar of it is. */
export function FamilyOfBond({ page, timezone }: Pick<BondFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { family } = page
  if (!family) return null
  const parts = ['posted', 'back', 'lost', 'recovered'] as const
  return (
    <div className="grid gap-3">
      <h2 className="text-l">{t('copay:case.title')}</h2>
      <p className="measure">
        {t('copay:bond.summary', {
          part: money(family.part),
          whole: money(page.money.posted),
          own: money(page.money.posted - family.part),
        })}{' '}
        <Link to={paths.copay(family.agreementId)} className="inline-block py-0.5">
          {t('copay:bond.agreement')}
        </Link>
      </p>
      <Facts
        facts={parts
          .filter((part) => family[part] > 0n)
          .map((part) => ({
            key: part,
            label: t(`copay:bond.${part}`),
            value: money(family[part]),
            number: true,
          }))}
      />
    </div>
  )
}
