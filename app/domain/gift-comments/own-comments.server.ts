import { openComment } from '#app/domain/donations/keep-gift-words.server.ts'
import { inTransaction } from '#app/platform/db.ts'

export type OwnComment = {
  intentId: string
  text: string
  fundName: string
  givenAt: Date
  /** `kept`: never to be shown, or not any more; `offered`: the fund may show it; `shown`: everyone can read it. */
  state: 'kept' | 'offered' | 'shown'
}

type Row = Omit<OwnComment, 'text'> & { sealed: Uint8Array }

/** What a donor said to funds with their gifts, the newest first, and who can read it. */
export const ownComments = (of: { donorId: string; language: string }): Promise<OwnComment[]> =>
  inTransaction({ scope: { kind: 'donor', donorId: of.donorId } }, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      select c.intent_id::text as "intentId", c.sealed, n.name as "fundName", p.at as "givenAt",
             case when not c.may_be_public or exists (select from gift_comment_withdrawal w where w.intent_id = c.intent_id) then 'kept'
                  when exists (select from gift_comment_step s where s.intent_id = c.intent_id and s.step in ('set_aside', 'taken_down')) then 'kept'
                  when exists (select from gift_comment_step s where s.intent_id = c.intent_id and s.step = 'approved') then 'shown'
                  else 'offered' end as state
        from gift_comment c
        join lateral (select min(x.occurred_at) as at from payment x where x.intent_id = c.intent_id having count(*) > 0) p on true
        join lateral (select t.name from fund_purpose_text t where t.fund_id = c.fund_id and t.language in (${of.language}, 'en')
                         and t.version <= words_of_today(c.fund_id)
                       order by t.version desc, t.language = ${of.language} desc limit 1) n on true
       where c.emptied_at is null order by p.at desc, c.intent_id`
    return rows.map(({ sealed, ...row }) => ({ ...row, text: openComment(row.intentId, sealed) }))
  })
