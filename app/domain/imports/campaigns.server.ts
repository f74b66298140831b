import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import { importFunds } from './require-importer.server.ts'

/** What a file's own word for a purpose means here: its token, and the fund where that is known already. */
type Campaign = { token: string; fundId: string | null }

/** More different words than that are no campaigns: the column holds something else. */
export const mostCampaigns = 200

/** Names differ in nothing that a person would not see. Kept is the token alone, since a campaign can bear a person's name. */
const tokenOf = (name: string): string =>
  blindToken('import-campaign', name.normalize('NFC').toLowerCase()).toString('hex')

/**
 * What is known of campaigns before anyone is asked: what was last said of them for a file of the same columns, else the
 * fund whose published name or address they bear letter by letter. Only funds of the uploader.
 */
export async function campaignsKnown(
  tx: Tx,
  { batchId, staffId }: { batchId: string; staffId: string },
): Promise<(name: string) => Campaign> {
  const held = await importFunds(tx, staffId)
  const said = await saidBefore(tx, batchId)
  const named = await fundsByName(tx, held)
  const seen = new Map<string, Campaign>()
  return (name) => {
    const known = seen.get(name)
    if (known) return known
    const token = tokenOf(name)
    const fundId = said.get(token) ?? named.get(name.toLowerCase()) ?? null
    const campaign = { token, fundId: fundId !== null && held.includes(fundId) ? fundId : null }
    // A column of something else would fill the memory.
    if (seen.size <= mostCampaigns) seen.set(name, campaign)
    return campaign
  }
}

async function saidBefore(tx: Tx, batchId: string): Promise<Map<string, string | null>> {
  const rows = await tx.$queryRaw<{ token: string; fundId: string | null }[]>`
    select distinct on (c.campaign_token) encode(c.campaign_token, 'hex') as token, c.fund_id as "fundId"
      from import_campaign_choice c join import_batch b on b.id = c.batch_id
      join import_batch mine on mine.layout = b.layout and mine.columns is not distinct from b.columns
     where mine.id = ${batchId}::uuid order by c.campaign_token, c.id desc`
  return new Map(rows.map(({ token, fundId }) => [token, fundId]))
}

async function fundsByName(tx: Tx, fundIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select f.id, lower(f.slug) as name from fund f where f.id = any (${fundIds}::uuid[])
    union select t.fund_id, lower(t.name) from fund_purpose_text t where t.fund_id = any (${fundIds}::uuid[])`
  // A name that two funds bore says neither.
  const plain = rows.filter(({ id, name }) => rows.every((other) => other.name !== name || other.id === id))
  return new Map(plain.map(({ name, id }) => [name, id]))
}

export type CampaignLine = {
  token: string
  name: string
  rows: number
  cents: bigint
  /** The fund of its rows, `leave` where they are left out, nothing while nobody has said. */
  chosen: string
  /** Whether that was known before anyone was asked about this file. */
  isKnown: boolean
}

/** The campaigns that a file names, those first of which nobody has said anything. */
export async function campaignsOf(tx: Tx, batchId: string): Promise<CampaignLine[]> {
  const rows = await tx.$queryRaw<
    (CampaignLine & { fundId: string | null; isSaid: boolean; saidFund: string })[]
  >`
    select encode(r.campaign_token, 'hex') as token, min(r.campaign) as name, count(*)::int as rows,
           coalesce(sum(r.amount_cents), 0)::bigint as cents, min(r.fund_id::text) as "fundId",
           c.id is not null as "isSaid", c.fund_id as "saidFund"
      from import_row r
      left join lateral (select c.id, c.fund_id from import_campaign_choice c
                          where c.batch_id = r.batch_id and c.campaign_token = r.campaign_token order by c.id desc limit 1) c on true
     where r.batch_id = ${batchId}::uuid and r.campaign_token is not null
     group by r.campaign_token, c.id, c.fund_id
     order by (min(r.fund_id::text) is not null or c.id is not null), count(*) desc, 2`
  return rows.map(({ fundId, isSaid, saidFund, ...line }) => ({
    ...line,
    chosen: isSaid ? (saidFund ?? 'leave') : (fundId ?? ''),
    isKnown: !isSaid && fundId !== null,
  }))
}
