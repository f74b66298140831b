/** One entry of a calendar; text is as people read it. */
type CalendarEntry = {
  uid: string
  start: Date
  end: Date
  stamp: Date
  summary: string
  location: string
}

/** A calendar as programs read it (RFC 5545): lines end in CRLF and are folded at 75 octets. */
export function icalendar(calendar: { name: string; entries: CalendarEntry[] }): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Homeward//Dates//EN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(calendar.name)}`,
    ...calendar.entries.flatMap(({ uid, start, end, stamp, summary, location }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${utc(stamp)}`,
      `DTSTART:${utc(start)}`,
      `DTEND:${utc(end)}`,
      `SUMMARY:${escaped(summary)}`,
      ...(location ? [`LOCATION:${escaped(location)}`] : []),
      'CLASS:PRIVATE',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

const utc = (moment: Date): string => `${moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** RFC 5545, 3.3.11. A line break would begin a property of its own; other control characters are not allowed at all. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ')

const longest = 75
const bytes = new TextEncoder()

/** Breaks a line where it would pass 75 octets, never inside a character; what follows begins with a space, which counts. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const character of line) {
    const length = bytes.encode(character).length
    if (size + length > longest) {
      parts.push(part)
      part = ' '
      size = 1
    }
    part += character
    size += length
  }
  return [...parts, part].join('\r\n')
}
