import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { accountOf, type BankStaff } from '#app/domain/bank/account-of.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { lockAccounts, storeOwnTransfer, type TransferLine } from './own-transfer.server.ts'

type OwnTransfer = {
  staff: BankStaff
  accountId: string
  lineId: bigint
  /** The line of another account that is the same money; or, while that is not there, the account. */
  other: { lineId: bigint } | { accountId: string }
}

/**
 * A person says that a line is money between two accounts of the organization. With the second line the two are matched to
 * each other; without it the first is on its way, and the night matches them once the second is there. No fund's account
 * moves.
 *
 * Refuses `bank_account_unknown`, `role_may_not`, `bank_line_is_matched_once` and `own_transfer_is_whole`.
 */
export async function matchOwnTransfer(act: OwnTransfer): Promise<{ matchIds: string[] }> {
  const { staff, accountId, lineId, other } = act
  const isWhole = 'lineId' in other
  const action = isWhole ? 'bank_match.own_transfer' : 'bank_line.on_its_way'
  const of = { action, subject: 'bank_account', subjectId: accountId }
  return attempt({ staff, ...of }, async (tx) => {
    const otherId = isWhole ? (await freeLine(tx, other.lineId, 'other')).accountId : other.accountId
    for (const id of [accountId, otherId])
      await accountOf(tx, { staff, accountId: id, action: 'reconciliation:work' })
    await lockAccounts(tx, [accountId, otherId])
    const line = await freeLine(tx, lineId, 'lineId')
    if (line.accountId !== accountId) throw new Refusal('bank_line_is_matched_once', {}, 'lineId')
    if (otherId === accountId) throw new Refusal('own_transfer_is_whole', {}, 'other')
    const matchIds = isWhole ? await pair(tx, { staff, line, otherLineId: other.lineId }) : []
    if (!isWhole)
      await tx.bankTransferWord.create({
        data: { lineId, otherAccountId: otherId, saidBy: staff.id, occurredAt: now() },
      })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...of,
      detail: { otherAccountId: otherId, amountCents: line.amount.toString(), matches: matchIds.length },
    })
    return { matchIds }
  })
}

async function pair(
  tx: Tx,
  of: { staff: BankStaff; line: TransferLine; otherLineId: bigint },
): Promise<string[]> {
  const second = await freeLine(tx, of.otherLineId, 'other')
  if (second.amount !== -of.line.amount) throw new Refusal('own_transfer_is_whole', {}, 'other')
  return storeOwnTransfer(tx, { lines: [of.line, second], matchedBy: of.staff.id })
}

async function freeLine(tx: Tx, lineId: bigint, field: string): Promise<TransferLine> {
  const [line] = await tx.$queryRaw<TransferLine[]>`
    select l.id, l.bank_account_id::text as "accountId", l.amount_cents as amount from standing_bank_line l
     where l.id = ${lineId} and l.match_id is null`
  if (!line) throw new Refusal('bank_line_is_matched_once', {}, field)
  return line
}
