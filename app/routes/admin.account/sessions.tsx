import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { useWords } from '#app/components/words.ts'
import { formatDate } from '#app/words/dates.ts'
import type { Reading } from './factors.tsx'

type Session = { idHash: string; device: string; startedAt: Date; seenAt: Date; isThis: boolean }

/** Where the person is signed in, and the way to end each or all of it. */
export function Sessions({ sessions, reading }: { sessions: Session[]; reading: Reading }) {
  const { t } = useWords()
  const { language, timezone } = reading
  const minute = (date: Date) => formatDate(date, language, timezone, 'minute')
  return (
    <section aria-labelledby="sessions" className="grid gap-4">
      <div>
        <h2 id="sessions" className="text-l">
          {t('admin:account.sessions')}
        </h2>
        <p className="measure text-s text-quiet">{t('admin:account.sessions_hint')}</p>
      </div>
      <DataTable
        caption={t('admin:account.sessions')}
        captionHidden
        columns={[
          {
            key: 'device',
            header: t('admin:account.device'),
            cell: ({ device, isThis }) => (
              <>
                <bdi>{device}</bdi>
                {isThis && <span className="block text-s font-normal">{t('admin:account.this_one')}</span>}
              </>
            ),
            names: true,
          },
          { key: 'started', header: t('admin:account.started'), cell: ({ startedAt }) => minute(startedAt) },
          { key: 'seen', header: t('admin:account.seen'), cell: ({ seenAt }) => minute(seenAt) },
          {
            key: 'end',
            header: t('admin:account.end'),
            cell: (session) => !session.isThis && <EndSession {...session} />,
          },
        ]}
        rows={sessions}
        rowKey={({ idHash }) => idHash}
      />
      <Form method="post">
        <input type="hidden" name="intent" value="end-all-sessions" />
        <Button tone="refuse">{t('admin:account.end_all')}</Button>
      </Form>
    </section>
  )
}

function EndSession({ idHash, device }: { idHash: string; device: string }) {
  const { t } = useWords()
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="end-session" />
      <input type="hidden" name="session" value={idHash} />
      <button
        type="submit"
        aria-label={t('admin:account.end_one', { device })}
        className="min-h-8 text-primary underline underline-offset-4"
      >
        {t('admin:account.end')}
      </button>
    </Form>
  )
}
