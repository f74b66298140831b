import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

export type Listing = { kind: 'place' | 'partner'; id: string }

/** A place or a partner that is offered no longer. Requests that it referred keep it. Refuses `listing_unknown`, `role_may_not`. */
export async function endListing(of: {
  staff: ActingStaff
  fundId: string
  listing: Listing
}): Promise<void> {
  const { staff, fundId, listing } = of
  await attempt({ staff, action: 'fund.listing_ended', subject: 'fund', subjectId: fundId }, async (tx) => {
    await requireRole(tx, {
      staffId: staff.id,
      fundId,
      action: listing.kind === 'place' ? 'requests:work' : 'funds:manage',
    })
    const ended = { where: { id: listing.id, fundId, endedAt: null }, data: { endedAt: now() } }
    const { count } =
      listing.kind === 'place'
        ? await tx.otherPlace.updateMany(ended)
        : await tx.referralPartner.updateMany(ended)
    if (count === 0) throw new Refusal('listing_unknown')
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'fund.listing_ended',
      subject: 'fund',
      subjectId: fundId,
      fundId,
      detail: { [listing.kind]: listing.id },
    })
  })
}
