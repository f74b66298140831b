import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { SaidOfEnd } from '#app/domain/case-ends/case-end.ts'
import { writeCaseEnd } from '#app/domain/case-ends/write-case-end.server.ts'
import { noteMissedDate } from '#app/domain/court-dates/note-missed-date.server.ts'
import { noticeOf } from '#app/domain/deadlines/deadline.ts'
import { writeDeadline } from '#app/domain/deadlines/write-deadline.server.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { plainMoves } from './acts.ts'
import type { BondState, KnownFrom } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

export type Move = OnBond &
  SaidOfEnd & {
    to: BondState
    knownFrom: KnownFrom
    /** From the paper of a forfeiture, a breach or a demand: its own day and the last one that it names, as `2026-11-21`. */
    paperOn?: string | null
    lastDay?: string | null
  }

/** What happened to the case or the claim without money moving: a missed date, a notice, an appeal, a claim sent, the end of a loss. */
export async function moveBond(move: Move): Promise<void> {
  const { staff, to, knownFrom } = move
  const { timezone } = await organization()
  await attempt({ staff, action: 'bond.moved', subject: 'bond', subjectId: move.bondId }, async (tx) => {
    const { bonds, at } = await openBondAct(tx, 'move', move)
    const deadline = deadlineOf(move)
    await writeCaseEnd(tx, { bonds, steps: [to], said: move, by: staff.id, at })
    for (const bond of bonds) {
      if (!plainMoves(bond.kind, bond.state).includes(to))
        throw new Refusal('bond_step_not_possible', {}, 'to')
      if (to === 'closed') await refuseMoneyOpen(tx, bond)

      if (deadline) await writeDeadline(tx, bond, { ...deadline, by: staff.id, at, timezone })
      if (to === 'missed_court') await noteMissedDate(tx, { bondId: bond.id, dateId: null, by: staff.id, at })
      await walkBond(tx, bond, { steps: [to], by: staff.id, reason: knownFrom, at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'bond.moved',
        subject: 'bond',
        subjectId: bond.id,
        fundId: bond.fundId,
        detail: { from: bond.state, to, knownFrom, lastDay: deadline?.lastDay ?? '' },
      })
    }
  })
}

/** What the paper sets a last day for: a notice is not recorded without it, and no other move has one. */
function deadlineOf({ to, paperOn = null, lastDay = null }: Move) {
  const notice = noticeOf(to)
  if (notice && paperOn !== null && lastDay !== null) return { ...notice, paperOn, lastDay }
  if (notice) throw new Refusal('notice_carries_its_date', {}, paperOn === null ? 'paperOn' : 'lastDay')
  if (paperOn !== null || lastDay !== null) {
    throw new Refusal('only_a_notice_has_a_last_day', {}, paperOn === null ? 'lastDay' : 'paperOn')
  }
  return null
}

async function refuseMoneyOpen(tx: Tx, { fundId, id: bondId }: LockedBond): Promise<void> {
  const { deposited, refundDue } = await bondBalances(tx, { fundId, bondId })
  if (deposited + refundDue !== 0n) throw new Refusal('bond_has_money_open', { open: deposited + refundDue })
}
