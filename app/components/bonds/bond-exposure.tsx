import { paths } from '#app/http/paths.ts'
import { LinkButton } from '../button.tsx'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'

/** A percentage bond: what the judge set, who said so, what was called for, and what still could be. */
export function BondExposure({ page, timezone }: Pick<BondFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const { exposure, saidExposure } = page
  const maySay = saidExposure.isOpen && page.mayFollow
  if (!exposure && saidExposure.said.length === 0 && !maySay) return null
  return (
    <div className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('copay:exposure.title')}</h2>
      <p className="measure text-quiet">{t(`copay:exposure.${exposure ? 'means' : 'none'}`)}</p>
      {exposure && (
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
      )}
      {saidExposure.said.length > 0 && (
        <Timeline
          steps={saidExposure.said.map(({ key, whole, by, at }) => ({
            key,
            title: t('copay:exposure.said', { whole: money(whole) }),
            when: t('admin:by_at', { name: by, date: minute(at) }),
          }))}
        />
      )}
      {page.mayCall && exposure?.isForfeited && exposure.left > 0n && (
        <LinkButton to={paths.bondCall(page.id)} tone="outline">
          {t('copay:call.title')}
        </LinkButton>
      )}
      {maySay && (
        <LinkButton to={paths.bondExposure(page.id)} tone="outline">
          {t('copay:exposure.say.title')}
        </LinkButton>
      )}
    </div>
  )
}
