import type { AssignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { useWords } from '../words.ts'
import { useFormats } from './use-formats.ts'

type Props = { history: AssignmentPage['history']; timezone: string }

/** Who was sent, by whom, and until when. */
export function AssignmentHistory({ history, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (history.length === 0) return null
  return (
    <section aria-labelledby="sent" className="grid gap-2">
      <h3 id="sent" className="font-semibold">
        {t('window:history.title')}
      </h3>
      <ul className="grid gap-2">
        {history.map(({ id, poster, by, at, until, reason }) => (
          <li key={id} className="border-t border-hairline pt-2">
            <bdi className="font-semibold">{poster}</bdi>
            <p className="text-s text-quiet">{t('window:history.by', { name: by, at: minute(at) })}</p>
            {until && (
              <p className="text-s text-quiet">
                {t('window:history.until', { at: minute(until) })} {t(`window:withdrawal.reason.${reason}`)}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
