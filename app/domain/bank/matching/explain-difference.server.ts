import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff, lockAccount } from '#app/domain/bank/account-of.server.ts'
import { type ExplanationKind, kindsOf } from '#app/domain/bank/forms.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { bankDifferenceExplained } from '#app/domain/ledger/transfers/bank.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { whenBooked } from './when-booked.server.ts'

/**
 * Says what a difference was that someone else booked: a fee, interest, a loss or found money. Refuses `bank_match_unknown`,
 * `role_may_not`, `bank_difference_is_explained_once`, `explanation_fits_its_difference` and
 * `difference_is_explained_by_another`.
 */
export async function explainDifference(act: {
  staff: BankStaff
  accountId: string
  matchId: string
  kind: ExplanationKind
}): Promise<void> {
  const { staff, accountId, matchId, kind } = act
  const of = { action: 'bank_difference.explained', subject: 'bank_account', subjectId: accountId }
  await attempt({ staff, ...of, detail: { as: kind } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    await lockAccount(tx, accountId)
    const match = await tx.bankMatch.findFirst({
      where: { id: matchId, bankAccountId: accountId, bankUnmatch: null },
      include: { bankDifferenceExplanation: true },
    })
    if (!match?.bookedFundId) throw new Refusal('bank_match_unknown')
    const { bookedFundId: fundId, bookedCents } = match
    if (match.bankDifferenceExplanation) throw new Refusal('bank_difference_is_explained_once')
    if (!kindsOf(bookedCents).includes(kind)) throw new Refusal('explanation_fits_its_difference', {}, 'kind')
    if (match.matchedBy === staff.id) throw new Refusal('difference_is_explained_by_another')
    const occurredAt = now()
    await tx.bankDifferenceExplanation.create({ data: { matchId, kind, explainedBy: staff.id, occurredAt } })
    await postTransfers(tx, {
      source: { kind: 'bank_difference', id: matchId },
      occurredAt: await whenBooked(tx, matchId, occurredAt),
      transfers: bankDifferenceExplained({ fundId, amount: cents(bookedCents), as: kind }),
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of, fundId },
      detail: { matchId, as: kind, bookedCents: bookedCents.toString() },
    })
  })
}
