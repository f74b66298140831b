import { waitingAtBank } from '#app/domain/bank/waiting.server.ts'
import { waitingPreparations } from '#app/domain/bond-preparation/waiting.server.ts'
import { waitingBonds } from '#app/domain/bonds/waiting.server.ts'
import { waitingClaims } from '#app/domain/bonds/waiting-claims.server.ts'
import { waitingInterest } from '#app/domain/bonds/waiting-interest.server.ts'
import { waitingNotices } from '#app/domain/bonds/waiting-notices.server.ts'
import { waitingCloses } from '#app/domain/books/waiting.server.ts'
import { waitingForCash } from '#app/domain/cash/waiting.server.ts'
import { waitingCertificates } from '#app/domain/certificates/waiting.server.ts'
import { waitingCopays } from '#app/domain/copays/waiting.server.ts'
import { waitingForCases } from '#app/domain/court-dates/waiting.server.ts'
import { waitingNextDates } from '#app/domain/court-dates/waiting-next-dates.server.ts'
import { waitingDefence } from '#app/domain/defence/waiting.server.ts'
import { waitingDemands } from '#app/domain/demands/waiting.server.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { waitingDisbursements } from '#app/domain/disbursements/waiting.server.ts'
import { waitingEnvelopes } from '#app/domain/envelopes/waiting.server.ts'
import { waitingEvidence } from '#app/domain/evidence/waiting.server.ts'
import { waitingExpenses } from '#app/domain/expenses/waiting.server.ts'
import { waitingPlaces } from '#app/domain/fund-places/waiting.server.ts'
import { waitingPurposes } from '#app/domain/fund-purposes/waiting.server.ts'
import { closingsWaiting } from '#app/domain/funds/closing/waiting.server.ts'
import { limitsWaiting } from '#app/domain/funds/waiting.server.ts'
import { waitingImports } from '#app/domain/imports/waiting.server.ts'
import { waitingIncidents } from '#app/domain/incidents/waiting.server.ts'
import { waitingClearances } from '#app/domain/jurisdictions/waiting.server.ts'
import { waitingReviews } from '#app/domain/jurisdictions/waiting-reviews.server.ts'
import { waitingMail } from '#app/domain/mail/waiting.server.ts'
import { waitingOfflineGifts } from '#app/domain/offline-gifts/waiting.server.ts'
import { waitingPapers } from '#app/domain/papers/waiting.server.ts'
import { waitingSchedules } from '#app/domain/recurring-donations/waiting.server.ts'
import { waitingRefundPolicies } from '#app/domain/refund-policies/waiting.server.ts'
import { waitingRefunds } from '#app/domain/refunds/waiting.server.ts'
import { remittancesWaiting } from '#app/domain/remittances/waiting.server.ts'
import { waitingReports } from '#app/domain/reports/waiting.server.ts'
import { waitingRequests } from '#app/domain/requests/waiting.server.ts'
import { waitingSamples } from '#app/domain/samples/waiting.server.ts'
import { recoveriesWaiting } from '#app/domain/staff/recovery/waiting.server.ts'
import { waitingSuspense } from '#app/domain/suspense/waiting.server.ts'
import { emergenciesWaiting } from '#app/domain/vault/emergency/waiting.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { byTheClock, type Waiting, type WaitingFor } from './waiting.ts'

export type WaitingItem = Waiting & { fundName: string; fundSlug: string }

/** What one noun has waiting. Each reads in the scope of the person's funds. */
type WaitingSource = (tx: Tx, of: WaitingFor) => Promise<Waiting[]>

/** Every noun that has something waiting for someone. */
const sources: WaitingSource[] = [
  waitingDisbursements,
  waitingClearances,
  waitingReviews,
  waitingPreparations,
  waitingBonds,
  waitingClaims,
  waitingInterest,
  waitingNotices,
  waitingRequests,
  waitingForCash,
  waitingExpenses,
  waitingPapers,
  waitingEvidence,
  waitingForCases,
  waitingNextDates,
  waitingDemands,
  waitingIncidents,
  waitingSamples,
  remittancesWaiting,
  waitingCopays,
  limitsWaiting,
  closingsWaiting,
  waitingEnvelopes,
  recoveriesWaiting,
  emergenciesWaiting,
  waitingPlaces,
  waitingCertificates,
  waitingReports,
  waitingRefunds,
  waitingRefundPolicies,
  waitingPurposes,
  waitingMail,
  waitingSchedules,
  waitingOfflineGifts,
  waitingAtBank,
  waitingSuspense,
  waitingCloses,
  waitingDefence,
  waitingImports,
]

/** What only this person's roles can move now, by the clock: what is late or due soonest first, see `byTheClock`. */
export async function waitingForMe({ staff }: { staff: Reader }): Promise<WaitingItem[]> {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    // A trustee sees no fund's rows, and reads for which of them they are asked.
    const fundIds = staff.roles.map(({ fundId }) => fundId)
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const funds = await tx.fund.findMany({ where: { id: { in: fundIds } }, select: { id: true, slug: true } })
    const slugs = new Map(funds.map(({ id, slug }) => [id, slug]))
    const personIn: WaitingFor['personIn'] = (fundId) => ({
      id: staff.id,
      roles: staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role),
    })
    const found: Waiting[] = []
    for (const waiting of sources) found.push(...(await waiting(tx, { staff, personIn })))
    return found.sort(byTheClock(now())).map((item) => ({
      ...item,
      fundName: names.get(item.fundId) ?? '',
      fundSlug: slugs.get(item.fundId) ?? '',
    }))
  })
}
