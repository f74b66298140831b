import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedPause } from '#app/domain/defence/defence-page.server.ts'

type PausesProps = { pauses: ListedPause[]; open: string | null; timezone: string }

/** When the form took nothing, the newest first, and how each pause ended. */
export function Pauses({ pauses, open, timezone }: PausesProps) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const ending = ({ id, endsAt, lift }: ListedPause): string => {
    if (!lift)
      return t(id === open ? 'defence:pauses.ahead' : 'defence:pauses.ends', { time: minute(endsAt) })
    return t('defence:pauses.lifted', {
      ...{ name: lift.by, time: minute(lift.at), reason: t(`defence:reason.${lift.reason}`) },
    })
  }
  return (
    <section aria-labelledby="pauses" className="grid gap-4">
      <h2 id="pauses" className="text-xl">
        {t('defence:pauses')}
      </h2>
      {pauses.length === 0 ? (
        <EmptyState title={t('defence:pauses.none.title')}>{t('defence:pauses.none')}</EmptyState>
      ) : (
        <Timeline
          steps={pauses.map((pause) => ({
            key: pause.id,
            title: t(`defence:cause.${pause.cause}`, { count: pause.counted }),
            when: minute(pause.at),
            note: ending(pause),
            ahead: pause.id === open,
          }))}
        />
      )}
    </section>
  )
}
