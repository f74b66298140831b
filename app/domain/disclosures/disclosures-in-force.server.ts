import { db } from '#app/platform/db.ts'

export type DisclosureInForce = {
  place: string
  /** The official text. */
  english: string
  /** The same in the reader's language; null where that is English or nobody has translated it. */
  translated: string | null
}

/**
 * What donors are told on this day: of each state the newest version that counsel reviewed and whose day has come. Where that
 * one has ended, nothing: an older one does not come back.
 */
export const disclosuresInForce = (of: { language: string }): Promise<DisclosureInForce[]> =>
  db().$queryRaw<DisclosureInForce[]>`
    select d.place, e.body as english, t.body as translated
      from (select distinct on (s.place) s.* from state_disclosure s
              join state_disclosure_review r on r.disclosure_id = s.id
             where s.effective_from <= local_day(now())
             order by s.place, s.version desc) d
      join state_disclosure_text e on e.disclosure_id = d.id and e.language = 'en'
      left join state_disclosure_text t
        on t.disclosure_id = d.id and t.language = ${of.language} and t.language <> 'en'
     where d.effective_until is null or d.effective_until >= local_day(now())
     order by d.place`
