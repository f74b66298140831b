import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { type PoolAtClose, poolAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'
import type { Organization } from '#emails/parts/organization.ts'
import type { PeopleAtClose } from './people-since.ts'
import type { UpdateText } from './update-form.ts'

/** All that the mails of one update have in common. */
export type UpdateFacts = {
  updateId: string
  fundId: string
  fundSlug: string
  /** By language; English is always there. */
  fundNames: Partial<Record<Language, string>> & { en: string }
  texts: Partial<Record<Language, UpdateText>> & { en: UpdateText }
  organization: Organization
  demonstrationPolicy: boolean
  /** Null while no pool period has been struck: then nobody has a share to hear of. */
  pool: PoolAtClose | null
  /** The close that struck the last of the pool's periods: what a donor reads is as of its cut. */
  asOf: Date | null
  people: PeopleAtClose[]
}

/** Null where there is no such update. */
export async function updateFacts(tx: Tx, updateId: string): Promise<UpdateFacts | null> {
  const update = await tx.impactUpdate.findUnique({
    where: { id: updateId },
    include: { impactUpdateTexts: true, fund: { include: { policyNameRow: true } } },
  })
  if (!update) return null
  const texts = Object.fromEntries(
    update.impactUpdateTexts.map(({ language, title, situation, results, actions }) => [
      language,
      { title, situation, results, actions },
    ]),
  )
  const pool = await poolAtClose(readingIn(tx), update.closeId)
  return {
    ...{ updateId, fundId: update.fundId, fundSlug: update.fund.slug, pool },
    fundNames: withEnglish(await fundNames(tx, update.fundId)),
    texts: withEnglish(texts),
    organization: mailOrganization(await tx.organization.findUniqueOrThrow({ where: { id: 1 } })),
    demonstrationPolicy: update.fund.policyNameRow.demonstration,
    asOf: pool?.reach.cutAt ?? null,
    people: await peopleAtCloses(tx, update.fundId),
  }
}

function withEnglish<T>(byLanguage: Record<string, T>): Record<string, T> & { en: T } {
  const english = byLanguage[fallbackLanguage]
  if (english === undefined) throw new Error('every published text stands in English too')
  return { ...byLanguage, en: english }
}

async function fundNames(tx: Tx, fundId: string): Promise<Record<string, string>> {
  const rows = await tx.$queryRaw<{ language: string; name: string }[]>`
    select t.language, t.name from fund_purpose_text t
     where t.fund_id = ${fundId}::uuid
       and t.version = (select max(v.version) from fund_purpose v where v.fund_id = t.fund_id and v.effective_from <= now())`
  return Object.fromEntries(rows.map(({ language, name }) => [language, name]))
}

/** People freed at each close of a fund, as they were shown. */
export async function peopleAtCloses(tx: Tx, fundId: string): Promise<PeopleAtClose[]> {
  const rows = await tx.$queryRaw<{ seq: number; shown: bigint | null; exact: boolean; none: boolean }[]>`
    select c.seq, g.shown_value as shown,
           g.events = 0 and g.shown_value is not null or coalesce(g.shown_as_of = c.cut_at, false) as exact,
           g.true_value = 0 as none
      from publication_close c join published_figure g on g.close_id = c.id and g.figure = 'people_freed'
     where c.fund_id = ${fundId}::uuid order by c.seq`
  return rows.map((row) => ({ ...row, shown: row.shown === null ? null : Number(row.shown) }))
}
