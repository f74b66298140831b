import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { QueueState } from '#app/domain/mail/mail-desk.server.ts'

/** Whether mail moves: how much waits to be sent, since when, and what left within a day. */
export function Queue({ queue, timezone }: { queue: QueueState; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { waiting, oldestSince, sentToday } = queue
  return (
    <section aria-labelledby="queue" className="grid gap-2">
      <h2 id="queue" className="text-xl">
        {t('donors:mail.queue.title')}
      </h2>
      <p>
        {waiting === 0 ? t('donors:mail.queue.empty') : t('donors:mail.queue.waiting', { count: waiting })}{' '}
        {oldestSince && waiting > 0 && t('donors:mail.queue.since', { date: minute(oldestSince) })}
      </p>
      <p className="text-quiet">{t('donors:mail.queue.sent', { count: sentToday })}</p>
    </section>
  )
}
