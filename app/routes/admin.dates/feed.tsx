import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  feed: { startedAt: Date } | null
  /** The address, in the one answer that shows it. */
  address: string | undefined
  timezone: string
}

/** A person's own calendar: off until they switch it on, and what leaves the house is said before. */
export function Feed({ feed, address, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <section id="feed" className="no-print grid justify-items-start gap-3">
      <h2 className="text-l">{t('dates:feed.title')}</h2>
      {address && (
        <Notice title={t('dates:feed.once')}>
          <p className="break-all">
            <code dir="ltr">{address}</code>
          </p>
          <p className="mt-2">{t('dates:feed.keep')}</p>
        </Notice>
      )}
      <p className="measure">
        {feed ? t('dates:feed.on', { date: minute(feed.startedAt) }) : t('dates:feed.off')}
      </p>
      <p className="measure text-s text-quiet">{t('dates:feed.warning')}</p>
      <Confirm ask={t(feed ? 'dates:feed.renew' : 'dates:feed.start')} tone="outline">
        <p className="measure mb-3 text-s">{t(feed ? 'dates:feed.renew.lead' : 'dates:feed.start.lead')}</p>
        <Press act="start" words={t('dates:feed.start.submit')} />
      </Confirm>
      {feed && <Press act="end" words={t('dates:feed.end')} />}
    </section>
  )
}

function Press({ act, words }: { act: 'start' | 'end'; words: string }) {
  return (
    <Form method="post" action={`${paths.dates()}#feed`}>
      <input type="hidden" name="act" value={act} />
      <Button tone={act === 'end' ? 'refuse' : 'primary'}>{words}</Button>
    </Form>
  )
}
