import type { Tx } from '#app/platform/db.ts'

export type FundWords = {
  fundId: string
  slug: string
  name: string
  purpose: string
  purposeVersion: number
  purposeSince: Date
}

type Bound = { fundId: string; purposeVersion: number }

/** What parts of a gift are bound to, in the reader's language: each version of a fund's words, in the funds' published order. */
export const fundWords = (tx: Tx, of: { parts: Bound[]; language: string }): Promise<FundWords[]> =>
  tx.$queryRaw<FundWords[]>`
    select f.id as "fundId", f.slug, t.name, t.purpose, v.version as "purposeVersion", v.effective_from as "purposeSince"
      from unnest(${of.parts.map(({ fundId }) => fundId)}::uuid[],
                  ${of.parts.map(({ purposeVersion }) => purposeVersion)}::integer[]) x (fund_id, version)
      join fund f on f.id = x.fund_id
      join fund_purpose v on v.fund_id = x.fund_id and v.version = x.version
      join lateral (select name, purpose from fund_purpose_text
                     where fund_id = v.fund_id and version = v.version and language in (${of.language}, 'en')
                     order by language = ${of.language} desc limit 1) t on true
     order by f.position, f.slug`

/** Which words a page showed, for the form on it to say. */
export const wordsKey = (words: Bound[]): string =>
  words.map(({ fundId, purposeVersion }) => `${fundId}:${purposeVersion}`).join(' ')
