import { paths } from '#app/http/paths.ts'
import { LinkButton } from '../button.tsx'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'

/** A percentage bond: what the judge set, what was called for, and what still could be. */
export function BondExposure({ page, timezone }: Pick<BondFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { exposure } = page
  if (!exposure) return null
  return (
    <div className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('copay:exposure.title')}</h2>
      <p className="measure text-quiet">{t('copay:exposure.means')}</p>
      <div className="w-full">
        <Facts
          facts={(['full', 'called', 'left'] as const).map((part) => ({
            key: part,
            label: t(`copay:exposure.${part === 'full' && page.shared ? 'full_part' : part}`),
            value: money(exposure[part]),
            number: true,
          }))}
        />
      </div>
      {page.mayCall && exposure.isForfeited && exposure.left > 0n && (
        <LinkButton to={paths.bondCall(page.id)} tone="outline">
          {t('copay:call.title')}
        </LinkButton>
      )}
    </div>
  )
}
