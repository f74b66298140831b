import { Form, useSubmit } from '@remix-run/react'
import { useEffect } from 'react'
import { Button } from '#app/components/button.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { CheckedRange } from '#app/domain/audit/chain-state.server.ts'

type Props = { checked: CheckedRange; first: bigint; at: Date; timezone: string }

/** How far the check has come. Where more is left it goes on by itself; without scripts, by a button. */
export function Checked({ checked, first, at, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const submit = useSubmit()
  const { broken, to, until } = checked
  const goesOn = !broken && to < until && to >= checked.from
  const next = String(to + 1n)
  const [start, end] = [String(first), String(until)]
  useEffect(() => {
    if (goesOn) submit({ first: start, from: next, until: end }, { method: 'get', replace: true })
  }, [goesOn, start, next, end, submit])

  if (broken) {
    return (
      <Notice tone="refusal" title={t('records:chain.broken.title')}>
        {t('records:chain.broken', { number: broken.seq, event: broken.eventId })}
      </Notice>
    )
  }
  const words = { first: String(first), to: String(to), until: String(until) }
  if (!goesOn) {
    return (
      <Notice title={t('records:chain.whole.title')}>
        {t('records:chain.whole', { ...words, at: minute(at) })}
      </Notice>
    )
  }
  return (
    <div className="grid gap-2">
      <p role="status">{t('records:chain.progress', words)}</p>
      <progress
        className="w-full max-w-prose"
        aria-label={t('records:chain.title')}
        max={Number(until - first + 1n)}
        value={Number(to - first + 1n)}
      />
      <Form method="get">
        <input type="hidden" name="first" value={String(first)} />
        <input type="hidden" name="from" value={next} />
        <input type="hidden" name="until" value={String(until)} />
        <Button tone="outline">{t('records:chain.on')}</Button>
      </Form>
    </div>
  )
}
