import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { plainMoves } from './acts.ts'
import type { BondState, KnownFrom } from './bond.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

/** What happened to the case or the claim without money moving: a missed date, a notice, an appeal, a claim sent, the end of a loss. */
export async function moveBond(move: OnBond & { to: BondState; knownFrom: KnownFrom }): Promise<void> {
  const { staff, to, knownFrom } = move
  await attempt({ staff, action: 'bond.moved', subject: 'bond', subjectId: move.bondId }, async (tx) => {
    const { bond, at } = await openBondAct(tx, 'move', move)
    if (!plainMoves(bond.kind, bond.state).includes(to)) throw new Refusal('bond_step_not_possible', {}, 'to')
    if (to === 'closed') {
      const { deposited, refundDue } = await bondBalances(tx, { fundId: bond.fundId, bondId: bond.id })
      if (deposited + refundDue !== 0n)
        throw new Refusal('bond_has_money_open', { open: deposited + refundDue })
    }

    await walkBond(tx, bond, { steps: [to], by: staff.id, reason: knownFrom, at })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'bond.moved',
      subject: 'bond',
      subjectId: bond.id,
      fundId: bond.fundId,
      detail: { from: bond.state, to, knownFrom },
    })
  })
}
