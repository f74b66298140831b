import type { LoaderFunctionArgs } from '@remix-run/node'
import { icalendar } from '#app/domain/calendar-feeds/ical.ts'
import { readFeed } from '#app/domain/calendar-feeds/read-feed.server.ts'
import { isLanguage } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

/** A token in an address is an exception: calendar programs can prove themselves in no other way. */
const headers = {
  'Cache-Control': 'private, no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
}

const addressed = /^([\w-]{43})\.ics$/

/** The open dates of one person of staff, for their calendar program: 404 for every address that is not switched on. */
export async function loader({ params }: LoaderFunctionArgs) {
  const token = addressed.exec(params.file ?? '')?.[1]
  const feed = token ? await readFeed({ token }) : null
  if (!feed) return new Response(null, { status: 404, headers })

  const { t } = wordsFor(isLanguage(feed.language) ? feed.language : 'en')
  const entries = feed.events.map(({ id, caseCode, building, half, start, end, recordedAt }) => ({
    ...{ uid: `${id}@homeward`, start, end, stamp: recordedAt, location: building },
    summary: t('dates:feed.summary', { code: caseCode, half: t(`dates:half.${half}`) }),
  }))
  return new Response(icalendar({ name: t('dates:feed.name'), entries }), {
    headers: { ...headers, 'Content-Type': 'text/calendar; charset=utf-8' },
  })
}
