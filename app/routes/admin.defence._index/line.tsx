import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { LineNow } from '#app/domain/checkout-queue/line-now.server.ts'

/** Who waits for a payment page, and whom a full line turned away. */
export function Line({ line, timezone }: { line: LineNow; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { waiting, mostWaiting, since, turnedAway } = line
  const state = waiting >= mostWaiting ? 'full' : waiting > 0 ? 'waits' : 'none'
  return (
    <section aria-labelledby="line" className="grid gap-3">
      <h2 id="line" className="text-xl">
        {t('defence:line')}
      </h2>
      <p className="text-l">
        <StateMark progress={state === 'full' ? 'lost' : state === 'waits' ? 'moving' : 'done'} sentence>
          {t(`defence:line.${state}`, { count: waiting })}
        </StateMark>
      </p>
      <p className="measure text-quiet">{t('defence:line.lead', { most: mostWaiting })}</p>
      <dl className="grid max-w-prose grid-cols-[1fr_auto] items-baseline gap-x-6 gap-y-2">
        <dt>{t('defence:line.this_hour', { time: minute(since) })}</dt>
        <dd className="figures text-end">{String(turnedAway.thisHour)}</dd>
        <dt>{t('defence:line.last_day')}</dt>
        <dd className="figures text-end">{String(turnedAway.lastDay)}</dd>
      </dl>
    </section>
  )
}
