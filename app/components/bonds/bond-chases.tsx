import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'
import type { BondFrame } from './bond-frame.ts'

/** How the money was asked for, the last time first. */
export function BondChases({ page, timezone }: Pick<BondFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  if (page.chases.length === 0) return null
  const facts = (chase: BondFrame['page']['chases'][number]) => [
    t(`recovery:note.${chase.note}`),
    ...(chase.drawnTo ? [t('recovery:drawn', { to: t(`recovery:drawnTo.${chase.drawnTo}`) })] : []),
    ...(chase.dueOn ? [t('recovery:due_on', { date: day(chase.dueOn) })] : []),
    ...(chase.lastDay ? [t('recovery:last_day', { date: day(chase.lastDay) })] : []),
  ]
  return (
    <div>
      <h2 className="mb-3 text-l">{t('recovery:chases')}</h2>
      <Timeline
        steps={page.chases.map((chase) => ({
          key: chase.id,
          title: t(`recovery:kind.${chase.kind}`),
          when: t('admin:by_at', { name: chase.by, date: minute(chase.at) }),
          note: facts(chase).join(' · '),
        }))}
      />
    </div>
  )
}
