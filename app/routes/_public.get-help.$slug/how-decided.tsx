import { useWords } from '#app/components/words.ts'

/** By what the fund decides, in its own order. Where it has not said, nothing stands here. */
export function HowDecided({ priority }: { priority: string[] }) {
  const { t } = useWords()
  if (priority.length === 0) return null
  return (
    <section className="measure mt-10" aria-labelledby="priority">
      <h2 id="priority" className="text-l">
        {t('help:priority.title')}
      </h2>
      <p className="mt-1 text-quiet">{t('help:priority.lead')}</p>
      <ol className="mt-2 grid list-decimal gap-1 ps-6">
        {priority.map((criterion) => (
          <li key={criterion}>{t(`help:priority.${criterion}`)}</li>
        ))}
      </ol>
    </section>
  )
}
