import type { Hours } from '#app/domain/intake/hours.ts'
import { type Language, locale } from '#app/words/languages.ts'
import { PhoneLink } from './phone-link.tsx'
import { useWords } from './words.ts'

type HelpLineProps = {
  phone: string
  hours: Hours
  languages: string[]
  language: Language
  timezone: string
  /** Whose line it is, where several stand on a page: then it is a heading. */
  of?: string
}

/** The telephone before all else: the number, when somebody answers it, and in which languages. */
export function HelpLine({ phone, hours, languages, language, timezone, of }: HelpLineProps) {
  const { t } = useWords()
  const place = locale(language)
  const names = new Intl.DisplayNames(place, { type: 'language' })
  const Line = of ? 'h2' : 'p'
  const [before = '', after = ''] = t('help:line.call', { phone: gap }).split(gap)
  return (
    <div className="grid gap-1">
      <Line className="font-display text-xl">
        {before}
        <PhoneLink phone={phone} />
        {after}
        {of && <bdi className="block text-l">{of}</bdi>}
      </Line>
      <p>{hoursInWords(t, hours, place, timezone)}</p>
      <p>
        {t('help:line.languages', {
          languages: new Intl.ListFormat(place).format(languages.map((tag) => names.of(tag) ?? tag)),
        })}
      </p>
    </div>
  )
}

/** Where the number goes in a sentence; it is a link and runs from the left in every language. */
const gap = '\u0001'

type Say = ReturnType<typeof useWords>['t']

function hoursInWords(t: Say, hours: Hours, place: string, timezone: string): string {
  // The first of January 2024 was a Monday: days and times of any week are read from it.
  const at = (day: number, time: string) => new Date(`2024-01-0${day}T${time}:00Z`)
  const weekday = new Intl.DateTimeFormat(place, { weekday: 'long', timeZone: 'UTC' })
  const clock = new Intl.DateTimeFormat(place, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
  const zone = new Intl.DateTimeFormat(place, { timeZone: timezone, timeZoneName: 'longGeneric' })
    .formatToParts(at(1, '12:00'))
    .find(({ type }) => type === 'timeZoneName')?.value
  const [first, last] = [hours.firstDay, hours.lastDay].map((day) => weekday.format(at(day, '12:00')))
  return t('help:line.hours', {
    days: first === last ? first : t('help:line.days', { first, last }),
    opens: clock.format(at(1, hours.opens)),
    closes: clock.format(at(1, hours.closes)),
    zone: zone ?? timezone,
  })
}
