import { useWords } from '#app/components/words.ts'
import type { MergePreview } from '#app/domain/donor-records/merge-preview.server.ts'

/** What joining the two does, in sentences. */
export function AfterMerge({ preview }: { preview: MergePreview }) {
  const { t } = useWords()
  const { survivor, merged, ending, staying } = preview
  const running = [...survivor.schedules, ...merged.schedules].filter(({ state }) => state !== 'cancelled')
  const named = (topics: readonly string[]) =>
    topics.map((topic) => t(`donors:record.topic.${topic}`)).join(', ')
  const sentences = [
    t('donors:record.merge.after.gifts', { count: merged.gifts }),
    t('donors:record.merge.after.schedules', { count: running.length }),
    t('donors:record.merge.after.addresses'),
    ...(ending.length > 0 ? [t('donors:record.merge.after.ending', { topics: named(ending) })] : []),
    staying.length > 0
      ? t('donors:record.merge.after.staying', { topics: named(staying) })
      : t('donors:record.merge.after.none'),
    ...(survivor.stops + merged.stops > 0 ? [t('donors:record.merge.after.stops')] : []),
    t('donors:record.merge.after.statements'),
    t('donors:record.merge.after.undo'),
  ]
  return (
    <section aria-labelledby="after" className="grid gap-3">
      <h2 id="after" className="text-l">
        {t('donors:record.merge.after')}
      </h2>
      <ul className="measure grid list-disc gap-1.5 ps-5">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
