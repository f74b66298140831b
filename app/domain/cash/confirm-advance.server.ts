import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { cashWentOut } from '#app/domain/bond-preparation/follow-cash.server.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { advanceSignedOut } from '#app/domain/ledger/transfers/bonds.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { workingDaysAfter } from '#app/domain/requests/working-days.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type CashPlace, countBackWithin, receiptsWithin } from './cash.ts'
import { refuseCashOfFamilies } from './family-cash.server.ts'
import { type OnAdvance, type OpenAdvance, openAdvanceAct } from './open-advance-act.server.ts'
import { cashIsOut } from './read-advance.server.ts'
import { refuseAdvance } from './refuse-advance.server.ts'
import { whyNoCashFor, whyNoCashTo } from './takes-cash.ts'

/**
 * The second signature: from here the cash is in the poster's hands and no longer in the bank or the box. What reservations
 * cover was set aside before and is not counted twice, a family's part is covered by what is held for that family; what exceeds
 * both is a float and must be free to commit.
 */
export async function confirmAdvance(
  confirmed: Omit<OnAdvance, 'occurredAt'> & { stepUpId: string; timezone: string },
): Promise<{ dueBackAt: Date }> {
  const { staff, advanceId, stepUpId, timezone } = confirmed
  return attempt(
    { staff, action: 'advance.confirmed', subject: 'advance', subjectId: advanceId },
    async (tx) => {
      const { advance, at } = await openAdvanceAct(tx, 'confirm', { staff, advanceId })
      await refuseAdvance(tx, { ...advance, at: now() })
      const familyCents = await refuseCashOfFamilies(tx, advance)
      const floatCents = await floatOf(tx, advance, familyCents)
      const free = await freeToCommit(tx, advance.fundId)
      if (floatCents > 0n && floatCents > free)
        throw new Refusal('fund_never_overcommitted', { free, needed: floatCents })

      const dueBackAt = workingDaysAfter(advance.occurredAt, countBackWithin, timezone)
      await tx.advanceConfirmation.create({
        data: {
          advanceId,
          confirmedBy: staff.id,
          stepUpId,
          floatCents,
          freeToCommitSeenCents: free,
          dueBackAt,
          receiptsDueAt: workingDaysAfter(advance.occurredAt, receiptsWithin, timezone),
          occurredAt: at,
        },
      })
      await postTransfers(tx, {
        source: { kind: 'advance', id: advanceId },
        occurredAt: advance.occurredAt,
        transfers: advanceSignedOut({
          fundId: advance.fundId,
          posterId: advance.posterId,
          from: advance.source as CashPlace,
          amount: cents(advance.amountCents),
        }),
      })
      const { disbursementIds, occurredAt } = advance
      await cashWentOut(tx, { disbursementIds, by: staff.id, at: occurredAt })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'advance.confirmed',
        subject: 'advance',
        subjectId: advanceId,
        fundId: advance.fundId,
        detail: {
          amountCents: advance.amountCents.toString(),
          floatCents: floatCents.toString(),
          familyCents: familyCents.toString(),
        },
      })
      await tellAdministrators(tx, {
        ...{ fundId: advance.fundId, event: 'cash_out', by: staff.id, key: advanceId },
        amountCents: advance.amountCents,
        path: `/admin/cash/${advanceId}`,
      })
      return { dueBackAt }
    },
  )
}

/** What neither a reservation nor a family's money covers. */
async function floatOf(
  tx: Tx,
  { fundId, posterId, amountCents, disbursementIds }: OpenAdvance,
  familyCents: bigint,
): Promise<bigint> {
  const posterRoles = await rolesInFund(tx, { staffId: posterId, fundId })
  let covered = familyCents
  for (const id of disbursementIds) {
    const { state, total, ...disbursement } = await lockDisbursement(tx, id)
    if (state !== 'approved') throw new Refusal('advance_covers_what_is_approved')
    // Again: since the first signature a step can have been recorded, or a role taken.
    const refusal = whyNoCashFor(disbursement) ?? whyNoCashTo(posterRoles, disbursement)
    if (refusal) throw refusal
    if (await cashIsOut(tx, id)) throw new Refusal('cash_is_out_for_it')
    covered += total
  }
  return amountCents > covered ? amountCents - covered : 0n
}
