import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { useWords } from '#app/components/words.ts'
import type { UpdatePage } from '#app/domain/impact-updates/update-page.server.ts'

const pause = 3_000
const longPause = 10_000

/**
 * How far the mails are. The page looks again by itself until all are sent: a failed one is tried again by the worker,
 * so a page that stopped there would show a failure that is none any more. Without scripts, when it is opened anew.
 */
export function Delivery({ delivery }: { delivery: UpdatePage['delivery'] }) {
  const { t } = useWords()
  const { sent, failed, waiting, total } = delivery
  const revalidator = useRevalidator()
  useEffect(() => {
    if (waiting + failed === 0) return
    const timer = setTimeout(() => revalidator.revalidate(), waiting > 0 ? pause : longPause)
    return () => clearTimeout(timer)
  })
  return (
    <section aria-labelledby="delivery-title" className="grid max-w-[36rem] gap-2">
      <h2 id="delivery-title" className="text-l">
        {t('admin:updates.delivery.title')}
      </h2>
      <div
        role="progressbar"
        aria-labelledby="delivery-title"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={sent}
        className="h-3 bg-sunk"
      >
        <div
          className="h-full bg-primary"
          style={{ width: `${total === 0 ? 100 : (sent / total) * 100}%` }}
        />
      </div>
      <p className="figures">{t('admin:updates.delivery', { sent, waiting, total })}</p>
      {failed > 0 && <p className="text-loss">{t('admin:updates.delivery.failed', { failed })}</p>}
    </section>
  )
}
