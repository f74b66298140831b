import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { DonorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import type { DonorEvent } from '#app/domain/donor-records/donor-timeline.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { record: DonorRecord; timezone: string; isFirst: boolean }

/** All that happened with a donor, the newest first, a page at a time. */
export function DonorEvents({ record, timezone, isFirst }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const titleOf = useEventTitle(timezone)
  const { events, next } = record.timeline
  const here = paths.donorRecord(record.id)
  return (
    <section aria-labelledby="timeline" className="grid gap-4">
      <h2 id="timeline" className="text-l">
        {t('donors:record.timeline')}
      </h2>
      {events.length === 0 ? (
        <p className="text-quiet">{t('donors:record.timeline.none')}</p>
      ) : (
        <Timeline
          steps={events.map((event) => ({
            key: event.id,
            title: titleOf(event),
            when: minute(event.at),
            note: noteOf(event, t),
          }))}
        />
      )}
      <Pagination first={isFirst ? null : here} next={next && `${here}?after=${encodeURIComponent(next)}`} />
    </section>
  )
}

type Say = ReturnType<typeof useWords>['t']

function noteOf({ kind, code, detail, staff }: DonorEvent, t: Say) {
  if (kind === 'gift' && code !== 'imported' && detail)
    return (
      <Link to={paths.gift(detail)} className="inline-block py-1">
        {t('donors:record.event.gift.open')}
      </Link>
    )
  return staff ? t('donors:record.event.by', { name: staff }) : undefined
}

function useEventTitle(timezone: string): (event: DonorEvent) => string {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return ({ kind, code, detail, amountCents }) => {
    const amount = amountCents === null ? '' : money(amountCents)
    switch (kind) {
      case 'gift':
        return t(`donors:record.event.gift.${code}`, { amount })
      case 'refund':
      case 'dispute':
      case 'dispute_decided':
        return t(`donors:record.event.${kind}.${code}`, { amount })
      case 'mail':
        return t('donors:record.event.mail', {
          what: `${t(`donors:mail.message.${code}`)}, ${t(`donors:record.mail_state.${detail}`)}`,
        })
      case 'schedule':
        return t('donors:record.event.schedule', { what: t(`donors:record.state.${code}`) })
      case 'wish':
        return t('donors:record.event.wish', { what: t(`donors:record.wish.${code}`, { amount }) })
      case 'consent':
      case 'consent_ended':
      case 'stop':
      case 'stop_ended':
        return t(`donors:record.event.${kind}`, { what: t(`donors:record.topic.${code}`) })
      case 'reveal':
        return t('donors:record.event.reveal', { what: t(`donors:record.reveal.${code}`) })
      case 'own':
        return t(`donors:record.own.${code}`)
      case 'export':
        return t('donors:record.event.export', { what: code.toUpperCase() })
      case 'address_corrected':
      case 'mail_allowed':
      case 'note':
      case 'note_ended':
      case 'merge':
      case 'merge_undone':
        return t(`donors:record.event.${kind}`)
    }
  }
}
