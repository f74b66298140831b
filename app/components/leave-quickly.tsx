import leaveUrl from './leave.js?url'
import { useWords } from './words.ts'

/** A page that nobody asks about. */
const elsewhere = 'https://www.weather.gov/'

/** Stands before all that such a page says: after leaving, none of it is drawn again. */
export function LeaveForGood() {
  return <script src={leaveUrl} data-elsewhere={elsewhere} />
}

/** The way out for someone who is not alone, and what it cannot do. */
export function LeaveQuickly() {
  const { t } = useWords()
  return (
    <div className="mt-4">
      <a
        href={elsewhere}
        rel="noreferrer"
        data-leave
        className="press border-loss! text-loss hover:bg-loss-soft"
        aria-describedby="leave-means"
      >
        {t('help:leave')}
      </a>
      <p id="leave-means" className="measure mt-1.5 text-s text-quiet">
        {t('help:leave.means')}
      </p>
    </div>
  )
}
