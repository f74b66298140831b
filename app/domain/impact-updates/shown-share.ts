import { presentShare, presentStanding, type ShownAmount } from '#app/domain/pool-share/present-share.ts'
import type { DonorShare, PoolAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import type { PoolShareProps } from '#emails/parts/pool-share.tsx'
import { type PeopleAtClose, peopleSince } from './people-since.ts'

type Pool = { pool: PoolAtClose | null; asOf: Date | null; people: PeopleAtClose[] }

/** A donor's share as they may read it, in a mail and on their own pages alike. */
export function shownShare({ pool, asOf, people }: Pool, share: DonorShare): PoolShareProps {
  const unitsTotal = pool?.periods.at(-1)?.unitsTotal
  if (!pool || !asOf || unitsTotal === undefined) throw new Error('a share comes from a struck pool')
  const reader = { units: share.units, unitsTotal, publicRoundingCents: pool.roundingCents }
  const standing = presentStanding(share, reader)
  return {
    giftsCents: share.given.toString(),
    people: peopleSince({ joinedSeq: share.joinedSeq, closeSeqs: pool.closeSeqs, people }),
    postedShareCents: centsOf(presentShare(share.flows.posted, reader)),
    outShareCents: centsOf(standing.outOnBonds),
    bankShareCents: centsOf(standing.onHand),
    lostShareCents: centsOf(standing.used),
    asOf: asOf.toISOString(),
  }
}

/** The mail writes anything below a dollar as "less than $1"; below a public step it is nothing that can be told. */
function centsOf(amount: ShownAmount): string {
  if (amount.shown === 'about') return amount.cents.toString()
  return amount.shown === 'less_than' && amount.cents === 100n ? '50' : '0'
}
