import type { Tx } from '#app/platform/db.ts'
import type { ChargeOwner } from './balance-transaction.ts'
import type { GivingIntent } from './giving-intents.server.ts'

type Parts = GivingIntent['parts']

type Charged = { owner: ChargeOwner; amountCents: bigint; chargedAt: Date; first: Parts }

/** How a charge is divided: by a version of ours where it is a monthly gift's, else as `first`, what its donor asked for. */
export type MonthlyParts = (charge: Charged) => Parts

type Row = {
  subscription: string
  version: string
  number: number
  fund_id: string
  purpose_version: number
  gift_cents: bigint
  fee_cover_cents: bigint
  fees_paid_by: string
}

/**
 * The versions of the schedules that are charged here. A charge uses the version that its invoice carries by name. Where
 * the card was asked another sum, the invoice was begun before that version: then the newest one before it that asked
 * this sum. The name comes from Stripe and is believed only for a version of this very schedule. A version is bound to a fund's new
 * words as soon as they are announced: what is charged before their first day is under those that hold then.
 */
export async function monthlyParts(tx: Tx, owners: ChargeOwner[]): Promise<MonthlyParts> {
  const named = owners.flatMap(({ monthly }) => (monthly?.versionId ? [monthly.subscriptionId] : []))
  if (named.length === 0) return ({ first }) => first
  const rows = await tx.$queryRaw<Row[]>`
    select r.stripe_subscription_id as subscription, v.wish_id as version, v.number, p.fund_id, p.purpose_version,
           p.gift_cents, p.fee_cover_cents, f.fees_paid_by
      from recurring_donation r
      join recurring_donation_version v on v.recurring_donation_id = r.id
      join recurring_donation_version_part p on p.version_id = v.wish_id
      join fund f on f.id = p.fund_id
     where r.stripe_subscription_id = any (${[...new Set(named)]}::text[])
     order by v.number desc, p.fund_id`
  const versions = versionsOf(rows)
  const words = await wordsOf(tx, rows)
  return ({ owner: { monthly }, amountCents, chargedAt, first }) => {
    const known = versions.filter(({ subscription }) => subscription === monthly?.subscriptionId)
    const carried = known.find(({ id }) => id === monthly?.versionId)
    if (!carried) return first
    const before = known.filter(({ number }) => number <= carried.number).map(({ parts }) => parts)
    const parts = [...before, first].find((parts) => sumOf(parts) === amountCents) ?? carried.parts
    return parts.map((part) => ({ ...part, purposeVersion: heldOn(chargedAt, part, words) }))
  }
}

type Words = { fundId: string; version: number; effectiveFrom: Date }[]

/** Every version of what the funds are for, the newest first. */
const wordsOf = (tx: Tx, rows: Row[]): Promise<Words> =>
  tx.fundPurpose.findMany({
    where: { fundId: { in: [...new Set(rows.map(({ fund_id }) => fund_id))] } },
    select: { fundId: true, version: true, effectiveFrom: true },
    orderBy: { version: 'desc' },
  })

const heldOn = (at: Date, { fundId, purposeVersion }: Parts[number], words: Words): number =>
  words.find((of) => of.fundId === fundId && of.version <= purposeVersion && of.effectiveFrom <= at)
    ?.version ?? purposeVersion

type Version = { id: string; subscription: string; number: number; parts: Parts }

/** Newest first. */
function versionsOf(rows: Row[]): Version[] {
  const versions = new Map<string, Version>()
  for (const row of rows) {
    const version = versions.get(row.version) ?? {
      ...{ id: row.version, subscription: row.subscription, number: row.number, parts: [] },
    }
    version.parts.push({
      ...{ fundId: row.fund_id, purposeVersion: row.purpose_version },
      ...{ giftCents: row.gift_cents, feeCoverCents: row.fee_cover_cents },
      feesPaidByFund: row.fees_paid_by === 'fund',
    })
    versions.set(row.version, version)
  }
  return [...versions.values()]
}

const sumOf = (parts: Parts): bigint =>
  parts.reduce((sum, part) => sum + part.giftCents + part.feeCoverCents, 0n)
