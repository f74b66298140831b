import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { DonorSchedule } from '#app/domain/donor-records/donor-record.server.ts'
import { paths } from '#app/http/paths.ts'

type ListProps = { schedules: DonorSchedule[]; timezone: string; linked?: boolean }

/** A donor's monthly gifts, each with its state. `linked` leads to the list of all that are in that state. */
export function ScheduleList({ schedules, timezone, linked = false }: ListProps) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  if (schedules.length === 0) return <p className="text-quiet">{t('donors:record.schedules.none')}</p>
  return (
    <ul className="grid gap-3">
      {schedules.map(({ id, state, amountCents, funds, startedAt, endedAt }) => (
        <li key={id}>
          <p>
            {t('donors:record.schedule.each', { amount: money(amountCents), funds: funds.join(', ') })}
            {' · '}
            {t(`donors:record.state.${state}`)}
          </p>
          <p className="text-s text-quiet">
            {endedAt
              ? t('donors:record.schedule.until', { from: day(startedAt), until: day(endedAt) })
              : t('donors:record.schedule.since', { date: day(startedAt) })}
          </p>
          {linked && (
            <Link to={`${paths.monthlyGifts()}?view=${state}`} className="inline-block py-1 text-s">
              {t('donors:record.schedule.list')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
