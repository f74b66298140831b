import { shownShare } from '#app/domain/impact-updates/shown-share.ts'
import { peopleAtCloses } from '#app/domain/impact-updates/update-facts.server.ts'
import { poolAtClose, sharesAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/** What the pool of one fund did with a donor's gifts up to its last publication close. Amounts in cents, whole dollars. */
export type OwnImpact = {
  fundId: string
  fund: string
  slug: string
  demonstrationPolicy: boolean
  /** Null while the donor's gifts wait for the next close. */
  share: {
    asOf: Date
    givenCents: bigint
    /** Null while the group is too small to be counted in front of anyone. */
    people: number | null
    postedCents: bigint
    outCents: bigint
    bankCents: bigint
    usedCents: bigint
  } | null
}

/** One for each fund that the donor gave to. Never a person, and never newer than what is published. */
export async function impactOfDonor(of: { donorId: string; language: string }): Promise<OwnImpact[]> {
  const { donorId, language } = of
  return inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const funds = await tx.$queryRaw<Fund[]>`
      select f.id::text as "fundId", f.slug, t.name as fund, y.demonstration as "demonstrationPolicy",
             (select c.id::text from publication_close c where c.fund_id = f.id order by c.seq desc limit 1) as "closeId"
        from fund f
        join publication_policy y on y.name = f.policy_name
        join lateral (select x.name from fund_purpose_text x where x.fund_id = f.id and x.language in (${language}, 'en')
                          and x.version <= words_of_today(f.id)
                       order by x.language = ${language} desc, x.version desc limit 1) t on true
       where f.id in (select d.fund_id from donation d join payment p on p.id = d.payment_id
                       where p.donor_id = ${donorId}::uuid)
       order by f.position, f.slug`
    const impacts: OwnImpact[] = []
    for (const { closeId, ...fund } of funds)
      impacts.push({ ...fund, share: closeId ? await shareAt(tx, { ...fund, closeId, donorId }) : null })
    return impacts
  })
}

type Fund = Omit<OwnImpact, 'share'> & { closeId: string | null }

async function shareAt(
  tx: Tx,
  of: { fundId: string; closeId: string; donorId: string },
): Promise<OwnImpact['share']> {
  const read = readingIn(tx)
  const pool = await poolAtClose(read, of.closeId)
  if (!pool) return null
  const share = (await sharesAtClose(read, pool, [of.donorId])).get(of.donorId)
  if (!share || share.units <= 0n) return null
  const asOf = pool.reach.cutAt
  const shown = shownShare({ pool, asOf, people: await peopleAtCloses(tx, of.fundId) }, share)
  return {
    asOf,
    givenCents: BigInt(shown.giftsCents),
    people: shown.people,
    postedCents: BigInt(shown.postedShareCents),
    outCents: BigInt(shown.outShareCents),
    bankCents: BigInt(shown.bankShareCents),
    usedCents: BigInt(shown.lostShareCents),
  }
}
