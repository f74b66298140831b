import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { Calendar } from '#app/domain/court-dates/reads/calendar.server.ts'
import { formatDate } from '#app/words/dates.ts'

type Props = { calendar: Calendar; to: (search: { month: string }) => string }

/** A month to look at: on each day how many dates, and in the words below it the same for those who cannot see it. */
export function Month({ calendar, to }: Props) {
  const { t, i18n } = useWords()
  const { day: dayWords } = useFormats('UTC')
  const { month, earlier, later, today, days } = calendar
  const monthWords = (which: string) =>
    formatDate(new Date(`${which}-01T00:00:00Z`), i18n.language, 'UTC', 'month')
  const found = new Map(days.map((day) => [day.day, day]))
  return (
    <section className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="text-l">{monthWords(month)}</h2>
        <nav aria-label={t('dates:month.other')} className="flex gap-x-5">
          <Link to={to({ month: earlier })} className="inline-block py-1">
            {monthWords(earlier)}
          </Link>
          <Link to={to({ month: later })} className="inline-block py-1">
            {monthWords(later)}
          </Link>
        </nav>
      </div>
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">{t('dates:month.caption', { month: monthWords(month) })}</caption>
        <thead>
          <tr>
            {weekdays(i18n.language).map(({ short, long }) => (
              <th key={long} scope="col" className="pb-1 text-s font-normal text-quiet">
                <abbr title={long} className="no-underline">
                  {short}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find(Boolean)} className="border-t border-hairline">
              {week.map((day, index) => (
                <td key={day ?? index} className="h-14 px-1 py-1 align-top">
                  {day && <OneDay day={day} isToday={day === today} counted={found.get(day)} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-s text-quiet">
        {days.length === 0
          ? t('dates:month.none')
          : t('dates:month.days', { days: days.map(({ day }) => dayWords(new Date(day))).join(' · ') })}
      </p>
    </section>
  )
}

type OneDayProps = { day: string; isToday: boolean; counted: Calendar['days'][number] | undefined }

function OneDay({ day, isToday, counted }: OneDayProps) {
  const { t } = useWords()
  const sum = counted ? counted.morning + counted.afternoon : 0
  return (
    <>
      <span
        className={`figures block text-s ${isToday ? 'font-semibold underline underline-offset-4' : 'text-quiet'}`}
        aria-current={isToday ? 'date' : undefined}
      >
        {Number(day.slice(8))}
      </span>
      {counted && (
        <span className="mt-0.5 block border-s-4 border-primary ps-1 text-s font-semibold">
          <span aria-hidden="true">{sum}</span>
          <span className="sr-only">
            {t('dates:month.day', { morning: counted.morning, afternoon: counted.afternoon })}
          </span>
        </span>
      )}
    </>
  )
}

/** Sundays first, as calendars in the United States are printed. 1 January 2023 was one. */
const weekdays = (language: string) =>
  Array.from({ length: 7 }, (_, index) => {
    const date = new Date(Date.UTC(2023, 0, 1 + index))
    const as = (weekday: 'narrow' | 'long') =>
      new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(date)
    return { short: as('narrow'), long: as('long') }
  })

/** The weeks of a month, empty where a week reaches into another. */
function weeksOf(month: string): (string | null)[][] {
  const first = new Date(`${month}-01T00:00:00Z`)
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const cells = [
    ...Array.from({ length: first.getUTCDay() }, () => null),
    ...Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`),
  ]
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, index) => cells[week * 7 + index] ?? null),
  )
}
