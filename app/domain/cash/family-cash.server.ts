import { isOwnBond } from '#app/domain/disbursements/disbursement.ts'
import type { LockedDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'

/** What an advance holds of a family's money for one disbursement; no agreement where nothing. */
export type FamilyCash = { agreementId: string | null; familyCents: bigint }

/**
 * Of an advance in cents, what is of families: beyond what was approved, as much as one paper of each bond's case holds, in the
 * order of the disbursements. What then remains is a float.
 */
export async function familyCashOf(
  tx: Tx,
  of: { amount: bigint; covered: readonly LockedDisbursement[] },
): Promise<Map<string, FamilyCash>> {
  let beyond = of.amount - of.covered.reduce((sum, { total }) => sum + total, 0n)
  const taken = new Map<string, bigint>()
  const cash = new Map<string, FamilyCash>()
  for (const { id, fundId, caseCode, kind, shared } of of.covered) {
    // A ride of the same case has no family's part, nor has a call, nor a bond that funds share.
    const papers = isOwnBond({ kind, shared })
      ? await tx.$queryRaw<{ id: string; unclaimed: bigint }[]>`
      select a.id::text, copay_unclaimed_cents(a.id) as unclaimed from copay_agreement a
       where a.fund_id = ${fundId}::uuid and a.case_code = ${caseCode} order by unclaimed desc, a.id limit 1`
      : []
    const [paper] = papers
    const left = paper ? paper.unclaimed - (taken.get(paper.id) ?? 0n) : 0n
    const familyCents = beyond < left ? beyond : left
    if (!paper || familyCents <= 0n) {
      cash.set(id, { agreementId: null, familyCents: 0n })
      continue
    }
    cash.set(id, { agreementId: paper.id, familyCents })
    taken.set(paper.id, (taken.get(paper.id) ?? 0n) + familyCents)
    beyond -= familyCents
  }
  return cash
}

/**
 * Judges an advance under the lock of the fund's bank, and answers what of it is of families. Refuses a part that is no longer held
 * for its family, and cash that would come out of what is held for others.
 */
export async function refuseCashOfFamilies(
  tx: Tx,
  { id, fundId, amountCents }: { id: string; fundId: string; amountCents: bigint },
): Promise<bigint> {
  const papers = await tx.$queryRaw<{ cents: bigint; held: bigint }[]>`
    select sum(v.family_cents)::bigint as cents, copay_unclaimed_cents(v.agreement_id) as held
      from advance_cover v where v.advance_id = ${id}::uuid and v.agreement_id is not null group by v.agreement_id`
  for (const { cents, held } of papers) {
    if (cents > held) throw new Refusal('family_part_stays_within_what_is_held', { held })
  }
  const family = papers.reduce((sum, { cents }) => sum + cents, 0n)
  const [above] = await tx.$queryRaw<{ cents: bigint }[]>`
    select above_the_trust_cents(${fundId}::uuid, 0) as cents`
  const there = above?.cents ?? 0n
  if (amountCents - family > there)
    throw new Refusal('advance_leaves_the_trust_whole', { there: family + there })
  return family
}
