import type { Tx } from '#app/platform/db.ts'

/** What a donor asked for, as booking needs it. Amounts in cents. */
export type GivingIntent = {
  id: string
  email: string
  name: string
  incognito: boolean
  wantsUpdates: boolean
  language: string
  parts: {
    fundId: string
    purposeVersion: number
    giftCents: bigint
    feeCoverCents: bigint
    /** Whether Stripe's fee falls on the fund itself, by its published policy, or on `operating`. */
    feesPaidByFund: boolean
  }[]
}

type Row = {
  id: string
  email: string
  name: string
  incognito: boolean
  wants_updates: boolean
  language: string
  fund_id: string
  purpose_version: number
  gift_cents: bigint
  fee_cover_cents: bigint
  fees_paid_by: string
}

/** The intents by id, their parts in fund order. */
export async function givingIntents(tx: Tx, ids: string[]): Promise<Map<string, GivingIntent>> {
  const rows = await tx.$queryRaw<Row[]>`
    select i.id, i.email, i.name, i.incognito, i.wants_updates, i.language,
           p.fund_id, p.purpose_version, p.gift_cents, p.fee_cover_cents, f.fees_paid_by
      from gift_intent i
      join gift_intent_part p on p.intent_id = i.id
      join fund f on f.id = p.fund_id
     where i.id = any (${ids}::uuid[])
     order by i.id, p.fund_id`
  const intents = new Map<string, GivingIntent>()
  for (const row of rows) {
    const intent = intents.get(row.id) ?? {
      ...{ id: row.id, email: row.email, name: row.name, incognito: row.incognito },
      ...{ wantsUpdates: row.wants_updates, language: row.language, parts: [] },
    }
    intent.parts.push({
      fundId: row.fund_id,
      purposeVersion: row.purpose_version,
      giftCents: row.gift_cents,
      feeCoverCents: row.fee_cover_cents,
      feesPaidByFund: row.fees_paid_by === 'fund',
    })
    intents.set(row.id, intent)
  }
  return intents
}
