import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { decidePlaceEnding } from '#app/domain/fund-places/decide-place-ending.server.ts'
import { listPlaces } from '#app/domain/fund-places/list-places.server.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { changeFundState } from '#app/domain/funds/change-fund-state.server.ts'
import { changeReserve } from '#app/domain/funds/change-reserve.server.ts'
import { decideClosing } from '#app/domain/funds/closing/decide-closing.server.ts'
import { proposeClosing } from '#app/domain/funds/closing/propose-closing.server.ts'
import { decideLimits } from '#app/domain/funds/decide-limits.server.ts'
import { proposeLimits } from '#app/domain/funds/propose-limits.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { giveAllOut } from './all-given-out.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

type Administrators = { sam: Person; robin: Person }

/** What administrators decided about funds: which rest, which has enough, which ends, which has ended, and what another keeps back. */
export async function seedFundStates(
  funds: { id: string; slug: string }[],
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const { sam, kit } = staff
  const { id } = await db().staff.findUniqueOrThrow({ where: { email: 'robin@larkspur.example' } })
  const by = { sam, robin: { id, fundIds: sam.fundIds } }
  const fund = (slug: string): string => funds.find((one) => one.slug === slug)?.id ?? ''
  await changeFundState({
    ...{ staff: sam, fundId: fund('rides-home') },
    ...{ to: 'full', reason: 'enough_for_now' },
  })
  await changeFundState({
    ...{ staff: sam, fundId: fund('northside-bail') },
    ...{ to: 'paused', reason: 'law_or_court' },
  })
  await close(fund('flood-release'), 'closing', by)
  await close(fund('winter-nights'), 'closing', by)
  await giveAllOut(fund('winter-nights'), staff, today)
  await close(fund('winter-nights'), 'closed', by)
  await leavePlace(fund('flood-release'), { sam, kit })
  await changeReserve({
    ...{ staff: sam, fundId: fund('immigration-bonds') },
    ...{ to: cents(1_000_00n), reason: 'slower_returns' },
  })
  await agreeOnLimits(fund('immigration-bonds'), by)
}

/** Robin put it forward, and Sam agreed. */
async function close(
  fundId: string,
  to: 'closing' | 'closed',
  { sam, robin }: Administrators,
): Promise<void> {
  const asked = { fundId, to, reason: 'board_decision' } as const
  const proof = await wasPresent(robin, boundTo.proposeClosing(asked))
  const closingId = await proposeClosing({ staff: robin, ...asked, stepUpId: proof })
  const stepUpId = await wasPresent(sam, boundTo.confirmClosing(closingId))
  await decideClosing({ staff: sam, fundId, closingId, outcome: 'confirmed', stepUpId })
}

async function leavePlace(fundId: string, { sam, kit }: { sam: Person; kit: Person }): Promise<void> {
  await addPlace({ staff: sam, fundId, place: 'US-YY' })
  const placeIn = async () =>
    (await inTransaction({ scope: { kind: 'system' } }, (tx) => listPlaces(tx))).find(
      (served) => served.fundId === fundId,
    )
  const placeId = (await placeIn())?.id ?? ''
  await proposePlaceEnding({ staff: sam, placeId, reason: 'no_longer_serves' })
  const endingId = (await placeIn())?.ending?.id ?? ''
  await decidePlaceEnding({ staff: kit, endingId, outcome: 'confirmed' })
}

async function agreeOnLimits(fundId: string, { sam, robin }: Administrators): Promise<void> {
  const limits = {
    steps: [
      { fromCents: 0n, approvals: 1 },
      { fromCents: 7_500_00n, approvals: 2 },
    ],
    ...{ capCents: 25_000_00n, dailyCapCents: 150_000_00n, expiryHours: 336 },
  }
  const proof = await wasPresent(robin, boundTo.proposeLimits({ fundId, ...limits }))
  await proposeLimits({ staff: robin, fundId, limits, stepUpId: proof })
  const { id: limitsId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.fundLimits.findFirstOrThrow({ where: { fundId, proposedBy: robin.id } }),
  )
  const stepUpId = await wasPresent(sam, boundTo.confirmLimits(limitsId))
  await decideLimits({ staff: sam, fundId, limitsId, outcome: 'confirmed', stepUpId })
}
