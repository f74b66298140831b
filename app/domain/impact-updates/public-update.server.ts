import { db } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'
import { paragraphsOf, type UpdateBlock } from './update-form.ts'

export type PublicUpdate = {
  title: string
  fund: { slug: string; name: string; demonstration: boolean }
  publishedAt: Date
  /** The close that it stands on. */
  cutAt: Date
  /** Where it was not written in the reader's language, English. */
  language: string
  blocks: { name: UpdateBlock; paragraphs: string[] }[]
}

/** A published update for anyone. Null where there is none, drafts included. */
export async function publicUpdate(of: { slug: string; language: Language }): Promise<PublicUpdate | null> {
  const [row] = await db().$queryRaw<Row[]>`
    select t.*, f.slug as fund_slug, n.name as fund_name, y.demonstration, p.occurred_at as published_at, c.cut_at
      from impact_update i
      join impact_update_publication p on p.update_id = i.id
      join publication_close c on c.id = i.close_id
      join fund f on f.id = i.fund_id
      join publication_policy y on y.name = f.policy_name
      join lateral (select x.language, x.title, x.situation, x.results, x.actions from impact_update_text x
                     where x.update_id = i.id and x.language in (${of.language}, 'en')
                     order by x.language = ${of.language} desc limit 1) t on true
      join lateral (select x.name from fund_purpose_text x join fund_purpose v on v.fund_id = x.fund_id and v.version = x.version
                     where x.fund_id = f.id and v.effective_from <= now() and x.language in (${of.language}, 'en')
                     order by x.version desc, x.language = ${of.language} desc limit 1) n on true
     where i.slug = ${of.slug}`
  if (!row) return null
  return {
    ...{ title: row.title, language: row.language, publishedAt: row.published_at, cutAt: row.cut_at },
    fund: { slug: row.fund_slug, name: row.fund_name, demonstration: row.demonstration },
    blocks: [
      { name: 'situation', paragraphs: paragraphsOf(row.situation) },
      { name: 'results', paragraphs: paragraphsOf(row.results) },
      { name: 'actions', paragraphs: paragraphsOf(row.actions) },
    ],
  }
}

type Row = {
  language: string
  title: string
  situation: string
  results: string
  actions: string
  fund_slug: string
  fund_name: string
  demonstration: boolean
  published_at: Date
  cut_at: Date
}
