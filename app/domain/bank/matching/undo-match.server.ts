import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff } from '#app/domain/bank/account-of.server.ts'
import { explanationKinds, type undoReasons } from '#app/domain/bank/forms.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { bankDifferenceExplained } from '#app/domain/ledger/transfers/bank.ts'
import { notUnderstood } from '#app/domain/ledger/transfers/stripe.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockAccounts, otherHalf } from './own-transfer.server.ts'
import { whenBooked } from './when-booked.server.ts'

/**
 * A match was wrong: its lines and movements stand alone again, and what it booked is reversed. The match and its undoing
 * both stay on record. Of a move between own accounts both halves are undone, by someone who answers for both accounts.
 * Refuses `bank_match_unknown`, `role_may_not`, `match_is_undone_once`, and for a closed month `closed_matches_stand`.
 */
export async function undoMatch(act: {
  staff: BankStaff
  accountId: string
  matchId: string
  reason: (typeof undoReasons)[number]
}): Promise<void> {
  const { staff, accountId, matchId, reason } = act
  const of = { action: 'bank_match.undone', subject: 'bank_account', subjectId: accountId }
  await attempt({ staff, ...of, detail: { cause: reason } }, async (tx) => {
    await accountOf(tx, { staff, accountId, action: 'reconciliation:work' })
    const match = await tx.bankMatch.findFirst({ where: { id: matchId, bankAccountId: accountId } })
    if (!match) throw new Refusal('bank_match_unknown')
    if (match.bookedFundId) await lockFundBank(tx, [match.bookedFundId])
    const half = match.rule === 'own_transfer' ? await halfOf(tx, { staff, matchId }) : null
    await lockAccounts(tx, [accountId, ...(half ? [half.accountId] : [])])
    const undone = await tx.bankUnmatch.count({ where: { matchId } })
    if (undone > 0) throw new Refusal('match_is_undone_once')
    const undoing = { reason, unmatchedBy: staff.id, occurredAt: now() }
    await tx.bankUnmatch.createMany({
      data: [matchId, ...(half ? [half.matchId] : [])].map((id) => ({ matchId: id, ...undoing })),
    })
    if (match.bookedFundId)
      await reverseBooking(tx, { matchId, fundId: match.bookedFundId, booked: match.bookedCents })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      ...(match.bookedFundId ? { fundId: match.bookedFundId } : {}),
      detail: { matchId, bookedCents: match.bookedCents.toString(), cause: reason },
    })
  })
}

async function halfOf(tx: Tx, { staff, matchId }: { staff: BankStaff; matchId: string }) {
  const half = await otherHalf(tx, matchId)
  if (!half) throw new Refusal('role_may_not')
  await accountOf(tx, { staff, accountId: half.accountId, action: 'reconciliation:work' })
  return half
}

type Booked = { matchId: string; fundId: string; booked: bigint }

async function reverseBooking(tx: Tx, { matchId, fundId, booked }: Booked): Promise<void> {
  const explanation = await tx.bankDifferenceExplanation.findUnique({ where: { matchId } })
  const as = explanationKinds.find((kind) => kind === explanation?.kind)
  const amount = cents(booked)
  const said: Transfer[] = [
    ...notUnderstood({ fundId, moved: 'bank', amount }),
    ...(as ? bankDifferenceExplained({ fundId, amount, as }) : []),
  ]
  const rows = await tx.$queryRaw<{ id: bigint; code: string }[]>`
    select id, code from ledger_transfer
     where source_id = ${matchId} and source_kind in ('bank_match', 'bank_difference')`
  await postTransfers(tx, {
    source: { kind: 'bank_unmatch', id: matchId },
    occurredAt: await whenBooked(tx, matchId, now()),
    transfers: said.map((original, part) => {
      const row = rows.find(({ code }) => code === original.code)
      if (!row) throw new Error('a booked difference is not in the ledger')
      return { ...reverse(original, part), reverses: row.id }
    }),
  })
}
