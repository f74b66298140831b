import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { RecoveryRow } from '#app/domain/staff/recovery/recovery-page.server.ts'

/** Recoveries that are over, with how each ended. */
export function Past({ past, timezone }: { past: RecoveryRow[]; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (past.length === 0) return null
  return (
    <section aria-labelledby="past" className="grid gap-3">
      <h2 id="past" className="text-xl">
        {t('doors:recovery.past')}
      </h2>
      <Timeline
        steps={past.map((each) => ({
          key: each.id,
          title: t(`doors:recovery.state.${each.state}`),
          when: t('doors:recovery.past_by', {
            name: each.openedBy?.name ?? t('doors:recovery.host'),
            date: minute(each.openedAt),
          }),
          note: each.stopReason
            ? t('doors:recovery.stopped_by', {
                name: each.stoppedBy ?? '',
                reason: t(`doors:reason.${each.stopReason}`),
              })
            : t(`doors:reason.${each.reason}`),
        }))}
      />
    </section>
  )
}
