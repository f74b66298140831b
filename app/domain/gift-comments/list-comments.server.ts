import { openComment } from '#app/domain/donations/keep-gift-words.server.ts'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { CommentStep } from './comment-form.ts'

const atMost = 100

export type ListedComment = {
  intentId: string
  fundName: string
  givenAt: Date
  text: string
  /** The donor agreed, and has not taken it back. */
  mayBePublic: boolean
  /** The donor agreed once, and took it back. */
  isWithdrawn: boolean
  /** Something in it looks as if it pointed to a person. */
  warns: boolean
  /** Whose page shows where an answer goes, to who asks there; null where the donor is nobody any more. */
  paymentId: string | null
  steps: CommentStep[]
}

type Row = Omit<ListedComment, 'text' | 'warns'> & { sealed: Uint8Array }

/** What donors of paid gifts said to a person's funds: unread first, then the newest, at most a hundred. */
export const listComments = ({ fundIds }: { fundIds: string[] }): Promise<ListedComment[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select c.intent_id::text as "intentId", c.sealed, c.may_be_public and w.intent_id is null as "mayBePublic",
             w.intent_id is not null as "isWithdrawn", n.name as "fundName",
             p.occurred_at as "givenAt", case when i.email like '%@%' then p.id::text end as "paymentId",
             (select coalesce(array_agg(s.step order by s.recorded_at), '{}') from gift_comment_step s
               where s.intent_id = c.intent_id) as steps
        from gift_comment c
        join gift_intent i on i.id = c.intent_id
        left join gift_comment_withdrawal w on w.intent_id = c.intent_id
        join lateral (select x.id, x.occurred_at from payment x where x.intent_id = c.intent_id order by occurred_at limit 1) p on true
        join lateral (select t.name from fund_purpose_text t
                       where t.fund_id = c.fund_id and t.language = 'en' and t.version <= words_of_today(c.fund_id)
                       order by t.version desc limit 1) n on true
       where c.emptied_at is null
       order by exists (select from gift_comment_step s where s.intent_id = c.intent_id), p.occurred_at desc
       limit ${atMost}`
    return rows.map(({ sealed, ...row }) => {
      const text = openComment(row.intentId, sealed)
      return { ...row, text, warns: scanFreeText(text).length > 0 }
    })
  })
