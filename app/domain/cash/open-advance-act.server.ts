import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { refuseImpossibleTime } from '#app/domain/disbursements/when-it-happened.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type AdvanceAct, type AdvanceStanding, whyNot } from './acts.ts'
import { lockedAdvance } from './read-advance.server.ts'

/** What every act on an advance is told. */
export type OnAdvance = {
  staff: ActingStaff
  advanceId: string
  /** When it happened, which may be before it is entered; now where nothing is said. */
  occurredAt?: Date | undefined
}

export type OpenAdvance = AdvanceStanding & {
  id: string
  fundId: string
  source: string
  amountCents: bigint
  occurredAt: Date
  disbursementIds: string[]
}

/**
 * How every act on an advance begins: what it covers is locked, then the fund's bank, in the order of every verb; the person
 * and the moment are judged.
 */
export async function openAdvanceAct(
  tx: Tx,
  act: AdvanceAct,
  on: OnAdvance,
): Promise<{ advance: OpenAdvance; at: Date }> {
  const recordedAt = now()
  const at = on.occurredAt ?? recordedAt
  const row = await tx.advance.findUnique({
    where: { id: on.advanceId },
    include: { advanceCovers: { orderBy: { disbursementId: 'asc' } } },
  })
  if (!row) throw new Refusal('advance_unknown')
  const disbursementIds = row.advanceCovers.map(({ disbursementId }) => disbursementId)
  await tx.$queryRaw`
    select id from disbursement where id = any(${disbursementIds}::uuid[]) order by id for update`
  await lockFundBank(tx, [row.fundId])

  const advance = { ...(await lockedAdvance(tx, row.id)), disbursementIds }
  const roles = await rolesInFund(tx, { staffId: on.staff.id, fundId: row.fundId })
  const refusal = whyNot(act, advance, { id: on.staff.id, roles })
  if (refusal) throw refusal
  refuseImpossibleTime({
    occurredAt: at,
    notBefore: row.occurredAt,
    now: recordedAt,
    tooEarly: 'before_it_was_signed_out',
  })
  return { advance, at }
}
