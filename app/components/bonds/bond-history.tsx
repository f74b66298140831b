import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'

/** Every state of the bond: who recorded it, when it happened, how they knew. */
export function BondHistory({ page, timezone }: { page: BondPage; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <Timeline
      steps={page.history.map(({ id, to, by, knownFrom, at }) => ({
        key: id,
        title: t(`admin:state.${to}`),
        when: by ? t('admin:by_at', { name: by, date: minute(at) }) : minute(at),
        note: knownFrom && t('admin:known.from', { source: t(`admin:known.${knownFrom}`) }),
      }))}
    />
  )
}
