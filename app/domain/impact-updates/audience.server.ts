import { readingIn } from '#app/domain/transparency/read.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { impactWaiting } from './impact-recipients.server.ts'
import { newsWaiting } from './news-readers.server.ts'
import { updateFacts } from './update-facts.server.ts'

export type Audience = {
  /** Donors with a share who asked to hear of impact, and readers without one who asked for news. */
  impact: number
  news: number
  /** Those who asked and get nothing all the same: their address is struck off, or they are left alone. */
  stopped: number
  /** By the language that they chose, of those who get it. */
  languages: { language: string; count: number }[]
}

type Row = { kind: 'impact' | 'news'; language: string; isStopped: boolean; count: number }

/** Who would get an update if it were published now. Figures alone, over everyone, so it is read as the system. */
export const audienceOf = ({ updateId }: { updateId: string }): Promise<Audience> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const pool = (await updateFacts(tx, updateId))?.pool
    const impact = pool
      ? impactWaiting({ updateId, pool })
      : Prisma.sql`select id, email, language from donor where false`
    const rows = await readingIn(tx)<Row>(Prisma.sql`
      with impact as materialized (${impact}),
      news as (
        select n.* from (${newsWaiting({ updateId })}) n
         where not exists (select from impact i where i.id = any (donor_family(n.id)))),
      asked as (select 'impact' as kind, * from impact union all select 'news', * from news)
      select a.kind, a.language, s.stopped as "isStopped", count(*)::int as count
        from asked a
        cross join lateral (
          select is_suppressed(a.email, a.kind)
              or exists (select from donor_contact_stop c
                          where c.donor_id = any (donor_family(a.id)) and (c.topic is null or c.topic = a.kind)
                            and (c.until is null or local_day(${now()}::timestamptz) <= c.until)
                            and not exists (select from donor_contact_stop_end e where e.stop_id = c.id)) as stopped) s
       group by 1, 2, 3 order by 2`)
    const sum = (fits: (row: Row) => boolean) => rows.filter(fits).reduce((all, { count }) => all + count, 0)
    const written = [...new Set(rows.filter(({ isStopped }) => !isStopped).map(({ language }) => language))]
    return {
      impact: sum(({ kind, isStopped }) => kind === 'impact' && !isStopped),
      news: sum(({ kind, isStopped }) => kind === 'news' && !isStopped),
      stopped: sum(({ isStopped }) => isStopped),
      languages: written.map((language) => ({
        language,
        count: sum((row) => !row.isStopped && row.language === language),
      })),
    }
  })
