import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { AccountRef } from '#app/domain/ledger/accounts.ts'
import { freeToCommit, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { reverse } from '#app/domain/ledger/reverse.ts'
import type { Transfer } from '#app/domain/ledger/transfer.ts'
import { checkReturnFee, offlineGiftPartBack } from '#app/domain/ledger/transfers/gifts.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { receivedAt } from '#app/domain/remittances/received-at.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { enqueue } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { KeptIn, ReversalPart } from './offline-gift.ts'
import type { OpenedGift } from './open-offline-gift.server.ts'
import { openReversal } from './open-reversal.server.ts'
import { sumOf } from './parts-going-back.ts'

/**
 * The second person: each transfer of the gift is undone by one that names it, or for a part by one of its own out of where the
 * gift lay; and what the bank asked is the cost of the fund that got most of it. What a fund gives back by its own will has to be
 * free; what the bank took is gone either way.
 */
export async function confirmReversal(act: {
  staff: ActingStaff
  reversalId: string
  /** A fresh proof of presence, bound to this reversal. */
  stepUpId: string
}): Promise<void> {
  const { staff, reversalId, stepUpId } = act
  const { timezone } = await organization()
  const attempted = { staff, action: 'offline.reversed', subject: 'offline_reversal', subjectId: reversalId }
  await attempt(attempted, async (tx) => {
    const { gift, parts, fee, reason, happenedOn, askedBy } = await openReversal(tx, { reversalId, staff })
    if (askedBy === staff.id) throw new Refusal('reversal_is_confirmed_by_another')
    await lockFundBank(
      tx,
      gift.parts.map(({ fundId }) => fundId),
    )
    if (reason === 'given_back') await refuseWhatIsNotFree(tx, parts)
    await requireStepUp(tx, {
      ...{ stepUpId, staffId: staff.id, boundTo: boundTo.confirmOfflineReversal(reversalId) },
    })
    const at = now()
    await tx.offlineReversalDecision.create({
      data: { reversalId, decision: 'confirmed', decidedBy: staff.id, stepUpId, occurredAt: at },
    })
    await postTransfers(tx, {
      source: { kind: 'offline_reversal', id: reversalId },
      occurredAt: receivedAt(happenedOn, timezone, at),
      transfers: [
        ...(await undone(tx, { gift, parts })),
        ...checkReturnFee({ fundId: gift.fundId, amount: fee }),
      ],
    })
    await enqueue(tx, 'receipt.correct', { paymentId: gift.id })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, action: 'offline.reversed' },
      ...{ subject: 'payment', subjectId: gift.id, fundId: gift.fundId },
      detail: { reason, amountCents: sumOf(parts).toString(), feeCents: fee.toString() },
    })
  })
}

async function refuseWhatIsNotFree(tx: Tx, parts: { fundId: string; amount: bigint }[]): Promise<void> {
  for (const { fundId, amount } of parts) {
    const free = await freeToCommit(tx, fundId)
    if (free < amount) throw new Refusal('fund_never_overcommitted', { free, needed: amount })
  }
}

/** A transfer is reversed once: so what is less than a whole gift has transfers of its own, as has what is left after it. */
async function undone(tx: Tx, of: { gift: OpenedGift; parts: ReversalPart[] }): Promise<Transfer[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select t.id, t.fund_id as "fundId", d.code as debit, c.code as credit, t.amount_cents as amount
      from ledger_transfer t
      join ledger_account d on d.id = t.debit_account_id join ledger_account c on c.id = t.credit_account_id
     where t.source_kind = 'offline_gift' and t.source_id = ${of.gift.id} order by t.id`
  if (sumOf(of.parts) < of.gift.amount) {
    return of.parts.flatMap(({ fundId, amount }) => {
      const given = rows.find((row) => row.fundId === fundId)
      if (!given) throw new Error('a fund gives back what it never got')
      return offlineGiftPartBack({ fundId, outOf: given.debit, amount })
    })
  }
  return rows.map(({ id, fundId, debit, credit, amount }) => ({
    ...reverse({ code: 'offline_gift', fundId, debit, credit, amount: cents(amount) }),
    reverses: id,
  }))
}

type Row = { id: bigint; fundId: string; debit: KeptIn; credit: AccountRef; amount: bigint }
