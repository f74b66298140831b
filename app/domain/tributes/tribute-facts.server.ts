import type { TributeKind } from '#app/domain/donations/gift-words-form.ts'
import { openTribute } from '#app/domain/donations/keep-gift-words.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import type { Organization } from '#app/domain/organization/organization.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import type { TributeNoticeProps } from '#emails/tribute-notice.tsx'

export type TributeFacts = {
  intentId: string
  donorId: string
  email: string
  language: string
  recipient: { email: string; token: Uint8Array<ArrayBuffer> } | null
  steps: string[]
  fundIds: string[]
  /** The notice, but for the way to say "no more". */
  notice: Omit<TributeNoticeProps, 'stopUrl'>
}

type Row = {
  kind: TributeKind
  sealed: Uint8Array
  token: Uint8Array<ArrayBuffer> | null
  email: string
  name: string
  language: string
  donor: string
  funds: string[]
  fundIds: string[]
  steps: string[]
}

/** A paid tribute with its text; null where there is none, it is not paid, or its text is gone. */
export async function tributeFacts(
  tx: Tx,
  { intentId, entity }: { intentId: string; entity: Organization },
): Promise<TributeFacts | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    select t.kind, t.sealed, t.recipient_token as token, i.email, i.name, i.language, p.donor_id::text as donor,
           f.funds, f.fund_ids as "fundIds",
           (select coalesce(array_agg(s.step), '{}') from gift_tribute_step s where s.intent_id = t.intent_id) as steps
      from gift_tribute t
      join gift_intent i on i.id = t.intent_id
      join lateral (select donor_id from payment x where x.intent_id = i.id order by x.occurred_at limit 1) p on true
      cross join lateral (
        select array_agg(n.name order by g.position, g.slug) as funds, array_agg(g.id::text) as fund_ids
          from gift_intent_part x
          join fund g on g.id = x.fund_id
          join lateral (select name from fund_purpose_text y
                         where y.fund_id = x.fund_id and y.version = x.purpose_version and y.language in (i.language, 'en')
                         order by y.language = i.language desc limit 1) n on true
         where x.intent_id = i.id) f
     where t.intent_id = ${intentId}::uuid and t.emptied_at is null`
  if (!row) return null
  const { name, email, message } = openTribute(intentId, row.sealed)
  return {
    ...{ intentId, donorId: row.donor, email: row.email, language: row.language, steps: row.steps },
    fundIds: row.fundIds,
    recipient: row.token ? { email, token: row.token } : null,
    notice: {
      organization: mailOrganization(entity),
      ...{ kind: row.kind, honoured: name, message, donorName: row.name, funds: row.funds },
      homeUrl: env().APP_URL,
    },
  }
}
