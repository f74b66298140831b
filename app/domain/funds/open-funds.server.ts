import { db } from '#app/platform/db.ts'
import type { OpenFund } from './fund.ts'

/** The funds that take gifts now and may ask for them, in their published order, named in the reader's language, with the words that hold now. */
export const openFunds = (of: { language: string }): Promise<(OpenFund & { purpose: string })[]> =>
  db().$queryRaw<(OpenFund & { purpose: string })[]>`
    select f.id, f.slug, t.name, t.purpose, v.version as "purposeVersion", v.effective_from as "purposeSince",
           f.minimum_gift_cents as "minimumCents", f.maximum_gift_cents as "maximumCents"
      from fund f
      join lateral (select version, effective_from from fund_purpose
                     where fund_id = f.id and effective_from <= now() order by version desc limit 1) v on true
      join lateral (select name, purpose from fund_purpose_text
                     where fund_id = f.id and version = v.version and language in (${of.language}, 'en')
                     order by language = ${of.language} desc limit 1) t on true
     where f.kind <> 'operating' and f.state = 'open' and not soliciting_is_blocked(f.id, now())
     order by f.position, f.slug`
