import { shareOfExample } from '#app/domain/pool-share/shares-at-close.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { Language } from '#app/words/languages.ts'
import { languages } from '#app/words/languages.ts'
import type { ImpactUpdateProps } from '#emails/impact-update.tsx'
import { impactMail } from './impact-mail.ts'
import { countImpactRecipients } from './impact-recipients.server.ts'
import { type UpdateFacts, updateFacts } from './update-facts.server.ts'

export type UpdatePage = {
  id: string
  slug: string
  fundId: string
  fundName: string
  closeId: string
  cutAt: Date
  composedBy: string
  composedAt: Date
  publication: { by: string; at: Date } | null
  /** The mail of a made-up donor whose $50 were in the pool from the beginning, as it would be sent now, by language. */
  mails: { language: Language; written: boolean; title: string; props: ImpactUpdateProps }[]
  delivery: { sent: number; failed: number; waiting: number; total: number }
}

const exampleGift = 50_00n
const nobody = '00000000-0000-0000-0000-000000000000'

/** An update as staff see it. Null where it is none of these funds'. */
export async function updatePage(of: {
  updateId: string
  fundIds: string[]
  language: Language
}): Promise<UpdatePage | null> {
  return inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const update = await tx.impactUpdate.findFirst({
      where: { id: of.updateId, fundId: { in: of.fundIds } },
      include: {
        close: true,
        composedByStaff: true,
        impactUpdatePublication: { include: { publishedByStaff: true } },
      },
    })
    const facts = update && (await updateFacts(tx, update.id))
    if (!update || !facts) return null
    const publication = update.impactUpdatePublication
    return {
      ...{ id: update.id, slug: update.slug, fundId: update.fundId, closeId: update.closeId },
      ...{ fundName: facts.fundNames[of.language] ?? facts.fundNames.en, cutAt: update.close.cutAt },
      ...{ composedBy: update.composedByStaff.name, composedAt: update.occurredAt },
      publication: publication && { by: publication.publishedByStaff.name, at: publication.occurredAt },
      mails: exampleMails(facts),
      delivery: await deliveryOf(tx, facts),
    }
  })
}

function exampleMails(facts: UpdateFacts): UpdatePage['mails'] {
  const { pool } = facts
  if (!pool) return []
  const share = shareOfExample(pool, exampleGift)
  return languages.map((language) => ({
    language,
    written: facts.texts[language] !== undefined,
    title: (facts.texts[language] ?? facts.texts.en).title,
    props: impactMail(facts, { donorId: nobody, language, share }).props,
  }))
}

async function deliveryOf(tx: Tx, { updateId, pool }: UpdateFacts): Promise<UpdatePage['delivery']> {
  if (!pool) return { sent: 0, failed: 0, waiting: 0, total: 0 }
  const [row] = await tx.$queryRaw<{ written: number; sent: number; failed: number }[]>`
    select count(*)::int as written, count(*) filter (where ended)::int as sent,
           count(*) filter (where failed and not ended)::int as failed
      from (select exists (select from mail_event e where e.mail_id = d.mail_id
                            and e.kind in ('sent', 'suppressed', 'handled')) as ended,
                   exists (select from mail_event e where e.mail_id = d.mail_id
                            and e.kind in ('failed', 'parked')) as failed
              from impact_delivery d where d.update_id = ${updateId}::uuid) mails`
  const { written, sent, failed } = row ?? { written: 0, sent: 0, failed: 0 }
  const total = written + (await countImpactRecipients(readingIn(tx), { updateId, pool }))
  return { sent, failed, total, waiting: total - sent - failed }
}
