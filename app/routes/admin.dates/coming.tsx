import { Link } from '@remix-run/react'
import { useWords } from '#app/components/words.ts'
import type { CalendarDate } from '#app/domain/court-dates/reads/calendar.server.ts'
import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'

/** Coming dates, day by day. */
export function Coming({ dates }: { dates: CalendarDate[] }) {
  const { t, i18n } = useWords()
  const days = [...new Set(dates.map(({ day }) => day))]
  return (
    <section className="grid gap-3">
      <h2 className="text-l">{t('dates:coming.title')}</h2>
      {days.length === 0 && <p className="measure text-quiet">{t('dates:coming.none')}</p>}
      {days.map((day) => (
        <div key={day} className="border-t border-hairline pt-2">
          <h3 className="font-semibold">
            {formatDate(new Date(day), i18n.language, 'UTC', 'weekday')}, {day.slice(0, 4)}
          </h3>
          <ul>
            {dates
              .filter((date) => date.day === day)
              .map((date) => (
                <li key={date.id} className="py-1">
                  <Link to={paths.bondDates(date.bondId)} className="figures inline-block py-0.5">
                    {date.caseCode}
                  </Link>{' '}
                  · {t(`dates:half.${date.half}`)} · {t(`dates:hearing.${date.hearing}`)} ·{' '}
                  <bdi>{date.building}</bdi>
                  {date.room && (
                    <>
                      {' · '}
                      <bdi>{t('dates:room', { room: date.room })}</bdi>
                    </>
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
