import { openComment, openTribute } from '#app/domain/donations/keep-gift-words.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { KeptRow } from './export-format.ts'

type Of = { donorId: string; reader: 'donor' | 'staff' }

/**
 * What lies sealed: what a donor said to funds, whom their gifts honour, and that notes are kept. A tribute is its donor's
 * alone to read; what staff wrote down is read by a person first, since it may speak of others.
 */
export async function* donorTexts({ donorId, reader }: Of): AsyncIterable<KeptRow> {
  const { comments, tributes } = await sealedTexts(donorId)
  for (const { id, sealed, receipt, shown } of comments)
    yield {
      section: 'words_to_funds',
      fields: { receipt, text: openComment(id, sealed), may_be_public: shown },
    }
  if (reader === 'staff') return
  for (const { id, sealed, receipt, kind } of tributes) {
    const { name, email, message } = openTribute(id, sealed)
    yield { section: 'tributes', fields: { receipt, kind, name, told_at_address: email, message } }
  }
  const notes = await noteCount(donorId)
  if (notes > 0)
    yield {
      section: 'notes_of_staff',
      fields: { count: String(notes), how_to_read: 'Write to us: a person reads them with you.' },
    }
}

const sealedTexts = (donorId: string) =>
  inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => ({
    comments: await tx.$queryRaw<
      { id: string; sealed: Uint8Array; receipt: string | null; shown: boolean }[]
    >`
      select c.intent_id::text as id, c.sealed, p.receipt,
             c.may_be_public and not exists (select from gift_comment_withdrawal w where w.intent_id = c.intent_id) as shown
        from gift_comment c
        cross join lateral (select min(x.receipt_number)::text as receipt from payment x where x.intent_id = c.intent_id) p
       where c.emptied_at is null order by c.recorded_at, c.intent_id`,
    tributes: await tx.$queryRaw<{ id: string; sealed: Uint8Array; receipt: string | null; kind: string }[]>`
      select t.intent_id::text as id, t.sealed, t.kind, p.receipt
        from gift_tribute t
        cross join lateral (select min(x.receipt_number)::text as receipt from payment x where x.intent_id = t.intent_id) p
       where t.emptied_at is null order by t.recorded_at, t.intent_id`,
  }))

/** Past the donor's own scope, in which no note is: how many there are, and nothing of what they say. */
const noteCount = (donorId: string): Promise<number> =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from donor_note n
       where n.donor_id = any (donor_family(${donorId}::uuid)) and n.sealed is not null`
    return row?.count ?? 0
  })
