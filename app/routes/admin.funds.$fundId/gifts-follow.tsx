import { Link } from '@remix-run/react'
import { useWords } from '#app/components/words.ts'
import type { FundFollowingNow } from '#app/domain/fund-followings/fund-followings.server.ts'
import { paths } from '#app/http/paths.ts'

type GiftsFollowProps = { following: FundFollowingNow | null; mayRead: boolean }

/** How far the monthly gifts have come after the fund's last change of state. */
export function GiftsFollow({ following, mayRead }: GiftsFollowProps) {
  const { t } = useWords()
  if (!following) return null
  const { followed, schedules } = following
  return (
    <section aria-labelledby="following" className="grid gap-2">
      <h2 id="following" className="text-xl">
        {t('donors:following.title')}
      </h2>
      <p className="measure">
        {followed >= schedules
          ? t('donors:following.done', { schedules })
          : t('donors:following', { followed, schedules })}
      </p>
      {followed < schedules && <progress value={followed} max={schedules} aria-labelledby="following" />}
      {mayRead && (
        <p>
          <Link to={paths.monthlyGifts()} className="inline-block py-1">
            {t('donors:following.link')}
          </Link>
        </p>
      )}
    </section>
  )
}
