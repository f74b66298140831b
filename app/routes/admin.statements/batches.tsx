import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { Button } from '#app/components/button.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { StatementBatchRow } from '#app/domain/statements/statement-desk.server.ts'

type Props = { batches: StatementBatchRow[]; timezone: string; busy: boolean }

const pause = 3_000

/** Each sending and how far it is. The page looks again by itself while one goes on; without scripts, when opened anew. */
export function Batches({ batches, timezone, busy }: Props) {
  const revalidator = useRevalidator()
  const sending = batches.some(({ ending }) => ending === null)
  useEffect(() => {
    if (!sending) return
    const timer = setTimeout(() => revalidator.revalidate(), pause)
    return () => clearTimeout(timer)
  })
  return (
    <ul className="grid gap-5">
      {batches.map((batch) => (
        <Batch key={batch.id} {...{ batch, timezone, busy }} />
      ))}
    </ul>
  )
}

function Batch({ batch, timezone, busy }: { batch: StatementBatchRow } & Omit<Props, 'batches'>) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { id, donors, done, announced, ending } = batch
  const titleId = `batch-${id}`
  // Whoever gave to a year after the count was made is written to as well.
  const most = Math.max(donors, done)
  return (
    <li className="grid max-w-[36rem] gap-2 border-t border-hairline pt-4">
      <h2 id={titleId} className="text-l">
        {t('statements:batch', { year: String(batch.year) })}
      </h2>
      <p className="text-s text-quiet">
        {t('statements:batch.started', { name: batch.startedBy, when: minute(batch.startedAt) })}
      </p>
      <div
        role="progressbar"
        aria-labelledby={titleId}
        aria-valuemin={0}
        aria-valuemax={most}
        aria-valuenow={done}
        className="h-3 bg-sunk"
      >
        <div className="h-full bg-primary" style={{ width: `${most === 0 ? 100 : (done / most) * 100}%` }} />
      </div>
      <p className="figures">{t('statements:batch.progress', { done, donors: most, announced })}</p>
      <p>{t(`statements:batch.${ending ?? 'going'}`)}</p>
      {ending === null && (
        <Form method="post">
          <input type="hidden" name="act" value="stop" />
          <input type="hidden" name="batchId" value={id} />
          <Button tone="outline" disabled={busy}>
            {t('statements:stop')}
          </Button>
        </Form>
      )}
    </li>
  )
}
